### The service's pages.

page-title = { $title } – { $service }

## Start page of the try-out

start-title = Try Key
start-text = Log in on the left and confirm on the phone on the right.
start-browser = In the browser
start-phone = On the phone
start-phone-number = On phone { $number }
start-open-login = Open the login page
start-open-login-text = As in a browser
start-open-phone = Open the phone
start-open-phone-number = Open phone { $number }
start-open-phone-text = Key in a simulated phone
start-username = Username
start-password = Password
start-one-time-passwords = One-time passwords
start-closed-title = The start page is closed here
start-closed-text = Open the address that cargo run has printed. Each start has a new one.
start-one-time-few = The list is nearly used up. End the try-out with Ctrl-C and start it again: it then shows a new list.

## Login

login-title = Log in
login-username = Username
login-password = Password
login-next = Next
login-username-missing = Type your username.
login-password-missing = Type your password.
login-failed = Username or password is not right, or the login is not allowed. Check both and try again.
login-throttled-seconds = { $seconds ->
    [one] Too many attempts. Wait { $seconds } second and try again.
   *[other] Too many attempts. Wait { $seconds } seconds and try again.
}
login-throttled-minutes = { $minutes ->
    [one] Too many attempts. Wait { $minutes } minute and try again.
   *[other] Too many attempts. Wait { $minutes } minutes and try again.
}
login-busy-seconds = { $seconds ->
    [one] Many are logging in at this moment. Try again in { $seconds } second.
   *[other] Many are logging in at this moment. Try again in { $seconds } seconds.
}
login-busy-minutes = { $minutes ->
    [one] Many are logging in at this moment. Try again in { $minutes } minute.
   *[other] Many are logging in at this moment. Try again in { $minutes } minutes.
}

## Choosing how to confirm

method-title = Confirm your login
method-text = Choose how you want to confirm that it is you.
method-key = Confirm in Key
method-key-text = A request comes to your phone.
method-set-up = Set up Key
method-set-up-text = Confirm with your phone from now on.
method-list = Use the password list
method-list-text = A one-time password from your printed list
method-other = Choose another way
method-none-disconnected = Key on { $device } was disconnected. Set up Key again, or use the password list.
method-none-frozen = Key on { $device } is stopped, because a copy of it has answered. Set up Key again, or use the password list.
method-none-locked = Key on { $device } is locked after five wrong PINs. Set up Key again, or use the password list.

## One-time password

one-time-title = One-time password
one-time-text-set-up = Before Key is set up, we check that it is you.
one-time-text-login = Type the password with this number on your list.
one-time-label = One-time password number { $number }
one-time-submit = Identify me
one-time-missing = Type the one-time password.
one-time-failed = That is not the right one-time password. Check the number and try again.
one-time-left = { $left ->
    [one] { $left } one-time password left on your list
   *[other] { $left } one-time passwords left on your list
}
one-time-none-title = Your password list is used up
one-time-none-text = Ask your head user for a new list.

## Pairing

pairing-title = Scan the QR code with Key
pairing-text = Open Key on your phone, choose “Add an account” and scan this code.
pairing-qr = QR code for pairing with Key
pairing-link-title = No camera? Use this link on your phone
pairing-link-open = Pair with this link
pairing-time-label = Time left
pairing-time-left = The code is valid for { $time } more.
pairing-waiting = Waiting for your phone
pairing-check = I have scanned the code
pairing-expired-title = The QR code has expired
pairing-expired-text = A code is valid for two minutes. It can no longer be used.
pairing-renew = Activate new QR code
pairing-later = Not now

finish-title = Finish on your phone
finish-text = Your phone has read the code. Confirm the pairing there and choose a PIN.
finish-waiting = Waiting for your phone
finish-check = I have finished on my phone
finish-no = This is not my phone

compare-title = Is this your phone?
compare-text = This phone wants to confirm logins for { $username }. Check that it shows the same comparison code.
compare-yes = Yes, the codes match
compare-no = No, this is not my phone
compare-refused-title = The phone was not connected
compare-refused-text = Your account is still yours alone. If you do not know whose phone it was, do not show the QR code to anybody next time.

connected-title = Key connected
connected-text = { $device } now confirms your logins.
connected-start = Start

## Waiting for Key

waiting-title = Confirm in Key
waiting-text = A request is on your phone. This page moves on by itself.
waiting-unshown = A phone of yours cannot show this request. Update Key on it, or log in in another way.
waiting-digits-text = A request is on your phone. From this browser it needs the six digits below.
waiting-digits-caption = Type the six digits into Key
waiting-line = Waiting for your answer in Key
waiting-check = I have answered in Key
waiting-list = Use the password list
waiting-other-phone = Use another phone
waiting-cancel = Cancel login
waiting-time-label = Time left
waiting-confirmed = Confirmed. Logging you in.

## Login aborted

aborted-title = Login aborted
aborted-declined = The request was declined in Key.
aborted-reported = The request was declined in Key as not yours. Somebody may know your password: tell your head user or the support of { $service } at once, so that it is changed.
aborted-expired = The request was not answered in time.
aborted-digits = The six digits typed into Key were not the ones on this page.
aborted-superseded = A newer login was started, and this one has ended. Go on where you started it.
aborted-locked = Key is locked for this account. Log in with a one-time password and set up Key again.
aborted-cancelled = You cancelled the login.
aborted-again = Log in again
aborted-nothing = Nobody was logged in.

## Logged in

welcome-title = You are logged in
welcome-text = You are logged in as { $username }.
welcome-devices = Devices with Key
welcome-devices-none = No phone confirms your logins yet.
welcome-device-added = Added { $date }
welcome-device-used = Last used { $date }
welcome-device-this = Confirmed this login
welcome-device-locked = Locked
welcome-device-browser = Browser
welcome-log-out = Log out
welcome-reported = A login in { $browser } was reported as not yours. If others use that browser, have it forgotten: it then asks for the six digits again.
welcome-forget-browser = Forget this browser
logged-out-title = You are logged out
logged-out-text = You can close this window.

## A pairing link opened in a browser

open-title = This link belongs in Key
open-text = It connects the app Key on your phone to { $service }. It is valid for two minutes and works once.
open-app = Open in Key
open-step-app = Open Key on your phone.
open-step-add = Choose “Add an account”, then “Paste a link”.
open-step-paste = Paste this link.
open-missing = If you do not have Key yet, install it first. You can activate a new QR code on the login page at any time.

## When something is wrong

missing-title = There is no such page
missing-text = The address may be mistyped, or the page has moved.
form-expired-title = This page has expired
form-expired-text = Nothing was changed. Start again and send the form within the hour.
denied-title = You cannot open this page
denied-text = Log in first, or start again from the login page.
failed-title = Something went wrong here
failed-text = Nothing was confirmed. Try again in a moment.
unavailable-title = { $service } cannot be used right now
unavailable-text = Nothing was changed. Try again in a moment. If that does not help, tell whoever runs { $service }.
connection-lost = No connection. The page tries again by itself.
trouble-login = To the login page

## Added with the service's pages

method-paused-seconds = { $seconds ->
    [one] Several requests in a row were not confirmed. Wait { $seconds } second before the next, or use the password list.
   *[other] Several requests in a row were not confirmed. Wait { $seconds } seconds before the next, or use the password list.
}
method-paused-minutes = { $minutes ->
    [one] Several requests in a row were not confirmed. Wait { $minutes } minute before the next, or use the password list.
   *[other] Several requests in a row were not confirmed. Wait { $minutes } minutes before the next, or use the password list.
}
one-time-other-number = That number has been used meanwhile. Type the one that is asked for now.
pairing-link-copy = Copy the link
pairing-link-copied = Copied
welcome-by-key = Confirmed in Key on { $device }.
welcome-by-number = Confirmed with one-time password number { $number }.
welcome-device-frozen = Stopped: a copy of it has answered
welcome-events = What has happened
event-device-added = Key was set up
event-device-frozen = A copy of a Key was stopped
event-device-left = A Key was disconnected on the phone
event-device-locked = A Key was locked after too many wrong tries
event-device-refused = A phone was not recognised
event-device-removed = A phone was taken out of use
event-factor-changed = PIN or biometrics of a Key changed
event-factor-failures = Several wrong PINs on a Key
event-login-not-me = A login was reported as not yours

## Messages to the user

message-device-added-title = Key was set up at { $service }
message-device-added-text = A phone now confirms the logins of { $username } at { $service }. If this was not you, log in with a one-time password and tell your head user at once.
message-device-frozen-title = A copy of your Key was stopped
message-device-frozen-text = Two copies of a phone have answered for { $username } at { $service }. Both are stopped, and nothing can be confirmed with them. Log in with a one-time password and set up Key again.
message-device-left-title = Key was disconnected from { $service }
message-device-left-text = A phone no longer confirms the logins of { $username } at { $service }. If this was not you, tell your head user or the support of { $service } at once.
message-device-locked-title = Key was locked at { $service }
message-device-locked-text = A phone was locked for { $username } at { $service } after too many wrong tries. Log in with a one-time password and set up Key again.
message-device-refused-title = A phone was not connected to { $service }
message-device-refused-text = A phone had read the QR code of { $username } at { $service } and was not recognised. It was not connected. Do not show the QR code to anybody.
message-device-removed-title = A phone no longer works with { $service }
message-device-removed-text = The support of { $service } has taken a phone of { $username } out of use. It confirms nothing any more. If you did not ask for this, tell the support of { $service } at once.
message-factor-changed-title = PIN or biometrics were changed at { $service }
message-factor-changed-text = PIN or biometrics of a phone were changed for { $username } at { $service }. If this was not you, log in with a one-time password and tell your head user or the support of { $service } at once.
message-factor-failures-title = Wrong PINs at { $service }
message-factor-failures-text = Three wrong PINs in a row were entered on a phone for { $username } at { $service }. If this was not you, somebody has that phone or a copy of it: disconnect it, and tell your head user or the support of { $service } at once.
message-login-not-me-title = Somebody tried to log in to { $service }
message-login-not-me-text = A login of { $username } at { $service } was reported as somebody else's ({ $detail }). Nobody was logged in. Whoever it was knows the password: tell your head user or the support of { $service } at once, so that it is changed.
message-phone-name = The name that the phone has given itself: “{ $name }”

## The way to another site

onward-title = Going on to another site
onward-text = You are being led to { $site }.
onward-go = Go on

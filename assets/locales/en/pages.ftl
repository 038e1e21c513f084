### The service's pages.

page-title = { $title } – { $service }
list-and = { $first } and { $last }

## Start page of the try-out

start-title = Try Key
start-step-login = Log in with one of these usernames and its password.
start-step-method = Choose “Set up Key”.
start-step-one-time = Enter the one-time password with that number.
start-step-pair = Copy the link, choose “Add an account” on the phone, and paste it there.
start-step-sms = Open the message below, and tap its link. It opens on the phone.
start-step-home = Log out, and log in again.
start-step-confirm = Open the request on the phone, and confirm it.
start-step-phone = Confirm the pairing on the phone, and go on there.
start-step-compare = Compare the two codes, and choose Yes.
start-step-connected = Key is set up. Go to your page.
start-step-done = That is how a login works with Key. Try to decline one, or add a phone.
start-step-again = That login has ended. Log in again.
start-step-inside = You are logged in already. Go to your page, or log in as somebody else.
start-step-devices = Add a phone, or remove one. You confirm it in Key.
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
start-copy = Copy
start-one-time = One-time password { $number }
start-closed-title = The start page is closed here
start-closed-text = Open the address that the try-out has printed in its window. Each start has a new one.
start-one-time-replaced = This user has made a new password list. Use that one.
start-messages = Messages that the service has sent
start-message-link = Open the link on the phone
start-message-link-number = Open the link on phone { $number }
start-one-time-few = The list is nearly used up. End the try-out with Ctrl-C and start it again: it then shows a new list.

## Login

login-title = Log in
login-username = Username
login-password = Password
login-next = Next
login-go-on = Go to your page
login-ends-other = A login here ends that one.
login-username-missing = Enter your username.
login-password-missing = Enter your password.
login-failed = The username or password is wrong, or the login is not allowed. Check both and try again.
login-throttled-seconds = { $seconds ->
    [one] Too many attempts. Wait { $seconds } second and try again.
   *[other] Too many attempts. Wait { $seconds } seconds and try again.
}
login-throttled-minutes = { $minutes ->
    [one] Too many attempts. Wait { $minutes } minute and try again.
   *[other] Too many attempts. Wait { $minutes } minutes and try again.
}
login-busy-seconds = { $seconds ->
    [one] Many people are logging in right now. Try again in { $seconds } second.
   *[other] Many people are logging in right now. Try again in { $seconds } seconds.
}
login-busy-minutes = { $minutes ->
    [one] Many people are logging in right now. Try again in { $minutes } minute.
   *[other] Many people are logging in right now. Try again in { $minutes } minutes.
}

## Choosing how to confirm

method-title = Confirm your login
method-text = Choose how you want to confirm that it is you.
method-key = Confirm in Key
method-key-text = You get a request on your phone.
method-set-up = Set up Key
method-set-up-text = Confirm with your phone from now on.
method-add-phone = Add a phone
method-add-phone-text = Set up Key on another phone too.
method-list = Use the password list
method-list-text = A one-time password from your printed list
method-offline = My phone is offline
method-offline-text = Type a code that Key shows without a network.
method-other = Choose another way
method-none-disconnected = Key on { $device } was disconnected. Set up Key again, or use the password list.
method-none-frozen = Key on { $device } is stopped, because a copy of it was used. Set up Key again, or use the password list.
method-none-locked = Key on { $device } is locked after five wrong PINs. Set up Key again, or use the password list.

## One-time password

one-time-title = One-time password
one-time-text-set-up = Before Key is set up, we check that it is you.
one-time-text-add = Before a phone is added, we check that it is you.
one-time-text-list = Before a new list is made, we check that it is you. Your old list stops working then.
one-time-lost = Lost your password list? Log in with Key, and make a new one on your page.
one-time-lost-alone = Lost your password list? Ask your administrator for a new one.
one-time-lost-one = If another phone with Key is at hand, log in with it, and remove the lost one on the page “Key devices”.
one-time-text-login = Enter the password with this number on your list.
one-time-text-disconnect = Enter the one-time password with the number below. You are logged in here, and all phones with Key for this account are disconnected. Your other browsers are logged out.
one-time-label = One-time password number { $number }
one-time-submit = Continue
one-time-missing = Enter the one-time password.
one-time-failed = The one-time password is wrong. Check that you take the one with this number, and try again.
one-time-left = { $left ->
    [one] { $left } one-time password left on your list
   *[other] { $left } one-time passwords left on your list
}
one-time-none-title = Your password list is used up
one-time-none-text = Ask your administrator for a new list.

## Pairing

pairing-title = Scan the QR code with Key
pairing-text = Open Key on your phone, choose “Add an account” and scan this code.
pairing-qr = QR code for pairing with Key
pairing-link-open = Open on this phone
pairing-time-label = Time left
pairing-waiting = Waiting for your phone
pairing-check = I have scanned the code
pairing-expired-title = The QR code has expired
pairing-expired-text = A code is valid for two minutes. This one can no longer be used.
pairing-sms-expired-title = The link has expired
pairing-sms-expired-text = A link by SMS is valid for 15 minutes. This one can no longer be used.
pairing-given-up-title = The pairing was stopped on the phone
pairing-given-up-text = Nothing was paired. Activate a new QR code to start again.
pairing-sms = Pair with an SMS link instead
pairing-sms-title = Open the link on your phone
pairing-sms-text = We sent it by SMS to { $phone }. It works once, for 15 minutes.
pairing-sms-qr = Show a QR code instead
pairing-sms-paused-seconds = { $seconds ->
    [one] Several messages were sent already. Wait { $seconds } second.
   *[other] Several messages were sent already. Wait { $seconds } seconds.
}
pairing-sms-paused-minutes = { $minutes ->
    [one] Several messages were sent already. Wait { $minutes } minute.
   *[other] Several messages were sent already. Wait { $minutes } minutes.
}
pairing-renew = Activate new QR code
pairing-no-app = No Key on your phone yet?
pairing-later = Not now

finish-title = Finish on your phone
finish-text = Your phone has opened the link. Confirm the pairing there and go on until it shows a comparison code.
finish-waiting = Waiting for your phone
finish-check = I have finished on my phone
finish-no = No, this is not my phone
finishing-title = Almost done
finishing-text = Key on your phone is finishing. It shows this code until then.

compare-title = Is this your phone?
compare-text = This phone wants to confirm logins for { $username }. Check that it shows the same comparison code.
compare-yes = Yes, the codes match
compare-no = No, this is not my phone
compare-refused-title = The phone was not paired
compare-refused-text = Your account is still yours alone. If you do not know whose phone it was, do not show the next QR code to anybody.

connected-title = Key connected
connected-text = { $device } can confirm your logins now.
connected-start = Go to your page

## Getting the app

get-key-title = Get Key on your phone
get-key-text = Install it from the store of your phone. Then go back to the login page and scan the QR code, or open your link again.
get-key-none = Ask your administrator how to install Key.
get-key-android = Key for Android
get-key-apple = Key for iPhone
app-link-text = We send a link to the app by SMS. Type the number of the phone that gets Key.
app-link-number = Phone number
app-link-send = Send the link
app-link-sent = Sent to { $number }. Install Key there, and then scan the QR code.
app-link-back = Back to the QR code
app-link-wrong = Write the phone number with its country, such as +358 40 123 4567.
app-link-special = This is a number for special services. Type the number of a mobile phone.

## Offline code

offline-title = Log in with an offline code
offline-text = Open Key on your phone, tap “Offline code”, and type the eight digits here. A code is valid for 30 seconds.
offline-device = Phone
offline-label = Offline code
offline-submit = Log in
offline-short = Type all eight digits.
offline-wrong = That code was not right. Check your PIN in Key, and type the code that it shows now.
offline-paused = Too many wrong codes or PINs on { $device }: its offline codes are paused. Confirm something in Key with your PIN and a network, or use the password list. If that does not help, they stay paused for some weeks.

## Waiting for Key

waiting-title = Confirm in Key
waiting-text = There is a request on your phone. This page moves on by itself.
waiting-unshown = One of your phones cannot show this request. Update Key on it, or log in another way.
waiting-digits-text = There is a request on your phone. To confirm it, you need the six digits below.
waiting-digits-caption = Type the six digits into Key
waiting-line = Waiting for your answer in Key
waiting-sent = Sent to { $phones }
waiting-check = I have answered in Key
waiting-list = Use the password list
waiting-add-phone = Add a phone
disconnect-all = Lost your phone?
disconnect-all-title = Disconnect all phones
disconnect-all-submit = Log in and disconnect all
waiting-cancel = Cancel login
waiting-time-label = Time left
waiting-confirmed = Confirmed. Logging you in.

## Login aborted

aborted-title = Login aborted
aborted-declined = The login was declined in Key.
aborted-expired = The request was not answered in time.
aborted-digits = The six digits typed into Key did not match those on the login page.
aborted-superseded = A newer login was started, so this one has ended. If you started it, continue there. If not, somebody knows your password: choose “This was not me” in Key.
aborted-locked = Key is locked for this account. Log in with a one-time password and set up Key again.
aborted-cancelled = You cancelled the login.
aborted-again = Log in again
aborted-nothing = Nobody was logged in.

## Logged in

welcome-title = You are logged in
welcome-text = You are logged in as { $username }.
welcome-unfinished = You have not finished adding a phone.
welcome-unfinished-continue = Continue
welcome-devices = Devices with Key
welcome-devices-none = No phone confirms your logins.
welcome-browsers = Browsers that you have logged in with
welcome-browser-this = This browser
welcome-browser-used = Last login
welcome-forget = Forget
welcome-device-added = Added
welcome-device-used = Last used
welcome-device-this = Confirmed this login
welcome-device-locked = Locked
device-simulated = Simulated phone
welcome-log-out = Log out
welcome-log-out-everywhere = Log out everywhere
welcome-log-out-everywhere-text = Ends every login of this account, this one too. The next login in each browser needs the six digits.
logged-out-everywhere = You are logged out in every browser. The next login in each needs the six digits.
welcome-reported = A login in another browser than this one, { $browser }, was reported as not yours. If others use that browser, forget it: the next login there needs the six digits again.
welcome-reported-here = A login in this browser was reported as not yours. If others use it, forget it: the next login here needs the six digits again.
welcome-forgotten = The browser was forgotten. The next login there needs the six digits.
welcome-forget-browser = Forget that browser
logged-out-title = You are logged out
logged-out-text = You can close this window.

## A pairing link opened in a browser

open-title = This link opens in Key
open-text = It pairs Key on your phone with { $service }. It works once, as long as your login page says.
open-app = Open in Key
open-step-app = Open Key on your phone.
open-step-add = Choose “Add an account”, then “Add in another way” and “Paste a link”.
open-step-paste = Paste this link.
open-missing = If you do not have Key yet, install it first, and open the link again. If it has run out, get a new one on the login page.

## When something is wrong

missing-title = There is no such page
missing-text = The address may be mistyped, or the page has moved.
form-expired-title = This page has expired
form-expired-text = Nothing was changed. Start again and send the form within an hour.
denied-title = You cannot open this page
denied-text = Log in first, or start again from the login page.
failed-title = Something went wrong
failed-text = Nothing was confirmed. Try again in a moment.
unavailable-title = { $service } cannot be used right now
unavailable-text = Nothing was changed. Try again in a moment. If that does not help, tell { $service } support.
connection-lost = No connection. The page tries again by itself.
trouble-login = To the login page

## Added with the service's pages

method-paused-seconds = { $seconds ->
    [one] The last requests were not confirmed, so the next one has to wait { $seconds } second.
   *[other] The last requests were not confirmed, so the next one has to wait { $seconds } seconds.
}
method-paused-minutes = { $minutes ->
    [one] The last requests were not confirmed, so the next one has to wait { $minutes } minute.
   *[other] The last requests were not confirmed, so the next one has to wait { $minutes } minutes.
}
one-time-other-number = That one-time password has been used in the meantime. Enter the one that is asked for now.
pairing-link-copy = Copy the link
pairing-link-copied = Copied
welcome-by-key = Confirmed in Key on { $device }.
welcome-by-number = Confirmed with one-time password number { $number }.
welcome-device-frozen = Stopped: a copy of it was used
welcome-events = Recent activity
event-change-not-me = Change reported as not yours
event-device-added = Key was set up
event-device-frozen = A copy of Key was stopped
event-device-left = Key was disconnected on the phone
event-device-locked = Key was locked after too many failed attempts
event-device-refused = A phone was not recognised
event-device-removed = A phone was removed
event-contacts-changed = Contact details changed
event-list-changed = New password list
event-factor-changed = PIN or biometrics changed
event-factor-failures = Wrong PINs or offline codes were entered several times
event-login-not-me = A login was reported as not yours

## Messages to the user

message-change-not-me-title = A change was reported as not yours at { $service }
message-change-not-me-text = Somebody was logged in as { $username } in { $detail } and tried to change the phones of the account. Nothing was changed, and that browser was logged out. They probably know the password: tell your administrator or { $service } support at once, so that it is changed.
message-device-added-title = Key was set up at { $service }
message-device-added-text = A phone now confirms the logins of { $username } at { $service }. If this was not you, log in with a one-time password and tell your administrator or { $service } support at once.
message-device-frozen-title = A copy of your Key was stopped
message-device-frozen-text = Key on a phone and a copy of it were both used for { $username } at { $service }. Both are stopped, and nothing can be confirmed with them. Log in with a one-time password and set up Key again.
message-device-left-title = Key was disconnected from { $service }
message-device-left-text = A phone no longer confirms the logins of { $username } at { $service }. If this was not you, tell your administrator or { $service } support at once.
message-device-locked-title = Key was locked at { $service }
message-device-locked-text = Key on a phone was locked for { $username } at { $service } after too many failed attempts. Log in with a one-time password and set up Key again.
message-device-refused-title = A phone was not paired with { $service }
message-device-refused-text = A phone had scanned the QR code of { $username } at { $service } and was not recognised as yours. It was not paired. Do not show the QR code to anybody.
message-device-removed-title = A phone was removed at { $service }
message-device-removed-text = A phone of { $username } was removed at { $service }. It can no longer confirm anything. If this was neither you nor { $service } support, tell support at once.
message-contacts-changed-title = Contact details were changed at { $service }
message-contacts-changed-text = The e-mail address or phone number of { $username } at { $service } was changed. If this was not you, tell your administrator or { $service } support at once.
message-pairing-link-title = Set up Key
message-pairing-link-text = { $service }: open this link on your phone to set up Key. It works once, for 15 minutes. If you did not ask for it, do not open it. { $link }
message-app-link-title = Get Key
message-app-link-text = { $service }: get the app Key for your phone here: { $link }
message-list-changed-title = A new password list was made at { $service }
message-list-changed-text = A new list of one-time passwords was made for { $username } at { $service }. The old one no longer works. If this was not you, tell your administrator or { $service } support at once.
message-factor-changed-title = PIN or biometrics were changed at { $service }
message-factor-changed-text = The PIN or biometrics of a phone were changed for { $username } at { $service }. If this was not you, log in with a one-time password and tell your administrator or { $service } support at once.
message-factor-failures-title = Wrong PINs or codes at { $service }
message-factor-failures-text = A wrong PIN, or a wrong offline code on the login page, was entered three times in a row for { $username } at { $service }. If this was not you, somebody knows your password or has your phone: change the password, and tell your administrator or { $service } support at once.
message-login-not-me-title = Somebody tried to log in to { $service }
message-login-not-me-text = A login of { $username } at { $service } was reported as somebody else's ({ $detail }). Nobody was logged in. Whoever it was knows the password: tell your administrator or { $service } support at once, so that the password is changed.
message-phone-name = The name that the phone has given itself: “{ $name }”

## The way to another site

onward-title = Continue to another site
onward-text = You are being taken to { $site }.
onward-go = Continue

## Key devices, and changes of the account

devices-title = Key devices
devices-text = Each of these phones can confirm for you.
devices-home = Your page
devices-back = Back to Key devices
devices-manage = Add or remove a phone
devices-unused = Not used yet
devices-remove = Remove
devices-again = Set up Key again
devices-rename = Rename
devices-name-title = Name of the phone
devices-name-label = Name
devices-name-save = Save
devices-name-wrong = Type a name of up to 40 letters, in one line.
devices-name-taken = Another phone has that name.
devices-add = Add a phone
devices-add-key = You confirm it on one of your phones.
devices-add-number = You confirm it with a one-time password.
change-add-text = To add a phone, confirm the request on one of your phones. You need the six digits below.
change-list-text = To make a new password list, confirm the request on one of your phones. You need the six digits below.
change-remove-text = To remove { $device }, confirm the request on one of your phones.
change-remove-last = This is your only phone with Key. Afterwards you log in with one-time passwords: have your password list at hand.
change-cancel = Cancel
change-unshown = One of your phones cannot show this request. Update Key on it.
change-cancelled = You cancelled. Nothing was changed.
change-declined = It was declined in Key. Nothing was changed.
change-digits-wrong = The six digits typed into Key did not match. Nothing was changed.
change-expired = The request has ended. Nothing was changed.
change-list-open = Save your new password list first, and then go on.
change-list-unsaved = Your new password list is not saved yet, and the old one no longer works. Save it before you log out: it cannot be shown again.
change-removed = The phone was removed. It can no longer confirm anything.
change-named = The phone has a new name.
change-all-removed = All phones were disconnected. They can no longer confirm anything.
change-unasked = None of your phones can show this request. Update Key on one of them.

## Password list

list-title = Password list
list-manage = New password list
list-renew = Make a new list
list-renew-text = The list that you have stops working at once.
list-renew-key = You confirm it in Key.
list-new-text = Your new list is ready, and the old one no longer works. Save or print it now: it is shown for 15 minutes, in this browser only.
list-download = Download as PDF
list-show = Show the passwords
list-saved = I have saved the list
list-unsaved = Your new password list is not saved yet. It is shown here for 15 minutes.
list-unsaved-go = Save it
list-log-out = Log out without saving it
list-keeping = Keep the list in a safe place, away from your phone, and show it to nobody.
list-using = Enter the one-time password with the number that is asked for. Each works only once: tick it off.
list-username = Username
list-company = Company
list-created = Created
list-page = Page { $page } of { $pages }
list-file = password-list
list-back = Back to the password list
list-few = { $left ->
    [one] Only { $left } one-time password is left on your list.
   *[other] Only { $left } one-time passwords are left on your list.
}

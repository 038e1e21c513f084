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

## Choosing how to confirm

method-title = Confirm your login
method-text = Choose how you want to confirm that it is you.
method-key = Confirm in Key
method-key-text = A request comes to your phone.
method-take-key = Take Key into use
method-take-key-text = Confirm with your phone from now on.
method-list = Use the password list
method-list-text = A one-time password from your printed list
method-other = Choose another way

## One-time password

one-time-title = One-time password
one-time-text-take = Before Key is taken into use, we check that it is you.
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

compare-title = Is this your phone?
compare-text = This phone wants to confirm logins for { $username }. Check that it shows the same code.
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
waiting-digits-text = A request is on your phone. From this browser it needs the code below.
waiting-digits-caption = Type it into Key
waiting-line = Waiting for your answer in Key
waiting-check = I have answered in Key
waiting-list = Use the password list
waiting-cancel = Cancel login
waiting-time-label = Time left
waiting-confirmed = Confirmed. Logging you in.

## Login aborted

aborted-title = Login aborted
aborted-declined = The request was declined in Key.
aborted-reported = The request was declined in Key as not yours. If somebody else knows your password, change it as soon as you can.
aborted-expired = The request was not answered in time.
aborted-digits = The digits typed into Key were not the ones on this page.
aborted-superseded = A newer login has replaced this one.
aborted-locked = Key is locked for this account. Log in with a one-time password and take Key into use again.
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
welcome-log-out = Log out
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
unavailable-title = { $service } is being started
unavailable-text = Try again in a moment.
connection-lost = No connection. The page tries again by itself.
trouble-login = To the login page

### The phone app.

app-title = Key

## Home

home-accounts = Accounts
home-add = Add an account
home-loading = Opening Key
home-empty-title = No accounts yet
home-empty-text = Log in to your service in the browser, choose “Set up Key” or “Add a phone” there, and add the account here.
home-empty-add = Add an account
home-unfinished = Not finished: { $service }
home-offline = Log in when this phone has no network
home-activity = Recent activity
home-requests = Requests
home-request-login = Log in to { $service }?
home-request-add-device = Add a phone to { $service }?
home-request-new-list = Make a new password list for { $service }?
home-request-remove-device = Remove a phone from { $service }?
banner-login = Log in from { $browser }
banner-add-device = Add a phone, from { $browser }
banner-new-list = A new password list, from { $browser }
banner-remove-device = Remove a phone, from { $browser }
home-request-now = Just now
home-request-minutes = { $minutes ->
    [one] { $minutes } minute ago
   *[other] { $minutes } minutes ago
}
age-hours = { $hours ->
    [one] { $hours } hour ago
   *[other] { $hours } hours ago
}
age-days = { $days ->
    [one] { $days } day ago
   *[other] { $days } days ago
}

## Account

account-status-disconnected = Disconnected
account-status-frozen = Stopped
account-status-locked = Locked
account-status-offline = No connection
account-title = Account
account-device = This phone’s name
account-factor = Confirms with
account-factor-pin = PIN
account-factor-biometrics = Fingerprint or face
account-rename = Name in Key
account-rename-text = Only you see it. Leave it empty to show “{ $service }”.
account-activity-none = Nothing was answered on this phone yet.
answered-title = Answered request
answered-not-me = Reported as not you
answered-verify = Verify receipt
answered-genuine-title = The receipt is genuine
answered-genuine-text = The service has signed that it received exactly this answer from this phone.
answered-broken-title = The receipt does not match
answered-broken-text = What is stored here was changed or is damaged. It proves nothing.
account-locked-title = Key is locked for { $service }
account-locked-text = Confirming failed five times. Log in to { $service } with a one-time password and set up Key again. Your other accounts are not affected.
account-frozen-title = A copy of your Key was used
account-frozen-text = Somebody else may be using a copy of your Key. Both are stopped, and nothing can be confirmed with them. Remove the account here, log in to { $service } with a one-time password and set up Key again.
account-disconnected-title = { $service } has disconnected this phone
account-disconnected-text = Key can no longer confirm for { $username }. Remove the account here, log in to { $service } in the browser, and choose “Set up Key” or “Add a phone”. Your other accounts are not affected.
account-gone-title = This account is no longer in Key
account-gone-text = Nothing was confirmed. Log in with a one-time password and set up Key again if you still need the account.
account-unusable-title = Key has to be set up again
account-unusable-text = Nothing was confirmed. Log in to { $service } with a one-time password and choose “Set up Key”. Your other accounts are not affected.
account-remove = Remove account
account-remove-title = Remove { $username } from Key?
account-remove-text = This phone can then no longer confirm for { $username } at { $service }. You can set up Key again with a one-time password.
account-remove-keep = Keep account

## Adding an account

pair-title = Add an account
pair-ready-title = Can you see the QR code on the login page?
pair-ready-text = Enter your username and password on the login page, then choose “Set up Key” or “Add a phone”.
pair-ready-yes = Yes, scan the QR code
pair-ready-other = Add in another way
pair-other-title = Add in another way
pair-paste = Paste a link
pair-paste-text = Copy it on the login page
pair-paste-title = Paste the pairing link
pair-paste-label = Pairing link
pair-picture = Choose a picture
pair-picture-text = A picture of the QR code
pair-scan = Scan with the camera
pair-scan-text = The QR code is on the login page.
pair-new-code = Scan a new code
pair-elsewhere-title = No Key service answers at this address
pair-elsewhere-text = The account was not added. Copy the link again from the login page.

camera-title = Scan the QR code
camera-hint = Point the camera at the QR code on the login page
camera-view = Picture from the camera
camera-refused-title = Key may not use the camera
camera-refused-text = Allow the camera for Key in the settings of your phone or browser, then try again.
camera-missing-title = No camera was found
camera-missing-text = Add the account with the link or a picture of the QR code.
camera-try-again = Try the camera again

picture-empty-title = No QR code in this picture
picture-empty-text = Choose a picture that shows the whole QR code, or paste the link.
picture-foreign-title = This file is not a picture that Key can open
picture-foreign-text = It is damaged, too large, or no picture. Choose a PNG, JPEG or WebP picture of up to 10 megabytes, or paste the link.

link-opening = Opening the link
link-expired-title = The link has expired
link-expired-text = It can no longer be used. Get a new one on the login page, with “Activate new QR code”.
link-used-title = The link has already been used
link-used-text = A pairing link works once. Choose “Activate new QR code” on the login page. If it was not you who used it, choose “No, this is not my phone” there.
link-foreign-title = This is not a pairing link
link-foreign-text = Choose “Copy the link” on the login page, and paste it here.
link-insecure-title = This link is not safe
link-insecure-text = It does not begin with https, so others could read what is sent. Nothing was sent. Open the login page from an address you know and copy the link there.
link-version-title = Update Key
link-version-text = This link needs a newer Key. Update the app, then scan a new code.
scanned-codes-title = Key cannot keep one-time codes yet
scanned-codes-text = This is for an app that shows one-time codes. To pair Key, use the QR code or the link on the login page.
scanned-request-title = Key cannot take a request in this way yet
scanned-request-text = Nothing was confirmed. Requests come to Key by themselves when the phone has a connection.

link-open-title = Open the pairing link?
link-open-text = It sets up Key with { $host }. Go on only if that is the address of your login page, and you have asked for the link.
link-open-go = Go on
review-title = Pair with { $service }?
review-text = Check that this is the address of your login page.
review-warning = Only confirm a pairing that you have started yourself.
review-already = This account is on this phone already. To add another phone, open the link there instead.
review-confirm = Confirm pairing
review-give-up = Do not pair

commit-title = Continue on the login page
commit-text = Check that the page shows this comparison code, and choose “Yes, the codes match” there.
commit-waiting = Waiting for the login page
commit-refused-title = Not paired
commit-refused-text = The login page did not accept this phone. Scan a new code if you want to try again.
commit-expired-title = The time to pair is over
commit-expired-text = A pairing has to be finished within ten minutes. Choose “Activate new QR code” on the login page and scan the new code.

paired-title = Key connected
paired-text = You can now confirm logins to { $service } as { $username }.

## PIN

pin-new-title = Choose a PIN
pin-new-text = Six digits. The same PIN works for all your accounts.
pin-again-title = Enter the PIN again
pin-again-text = This makes sure that you entered it right.
pin-mismatch = The two PINs did not match. Choose a PIN again.
pin-trivial = This PIN is easy to guess. Choose another one.
pin-unchanged = That is your present PIN. Choose another one.
pin-changed-title = PIN changed
pin-changed-text = Use the new PIN from now on.
pin-changed-behind-title = Not changed yet: { $services }
pin-changed-behind-text = Your previous PIN still applies there. Finish the change under Settings, Change PIN.
pin-title = Enter your PIN
pin-for-pairing = All your accounts have the same PIN. { $service } checks it before the account is added.
pin-for-offline = Then you see the code for { $service }.
pin-for-biometrics-on = To use fingerprint or face from now on.
pin-for-biometrics-off = To confirm with the PIN alone from now on.
pin-for-change = { $service } checks it first. Then you choose a new one.
pin-for-finish = Then { $service } gets your new PIN too.
pin-behind = { $service } still has your previous PIN.
pin-previous-title = Enter your previous PIN
pin-typed = { $typed } of 6 digits entered
pin-delete = Delete the last digit
pin-keypad = Digits

## Fingerprint or face

biometrics-offer-title = Confirm with fingerprint or face?
biometrics-offer-text = It is quicker than the PIN. The PIN always works too.
biometrics-offer-use = Use fingerprint or face
biometrics-offer-skip = Only use the PIN
biometrics-use = Use fingerprint or face
biometrics-failed = Not recognised. Try again or use your PIN.

## Request

request-warning = Only confirm a login that you have started yourself.
request-warning-add-device = Whoever holds that phone can then confirm as you. Only confirm if you are adding one yourself.
request-warning-new-list = Whoever has the new list can log in as you. Only confirm if you have asked for it yourself.
request-warning-remove-device = Only confirm if you have asked for this yourself.
request-warning-remove-this = This phone has that name: it can then no longer confirm for you. Only confirm if you have asked for this yourself.
request-time-left = Time left
request-not-me = This was not me
request-digits-title = Type the six digits
request-digits-label = Six digits
request-digits-where = { $username }: they are on the page of { $service } in the browser.
request-digits-next = Next you type the six digits that the page shows.
request-digits-short = Type all six digits.
request-digits-mistyped = Those are not the digits on the page. You can try once more.
request-working = Sending your answer
request-confirmed-title = Login confirmed
request-confirmed-text = The browser moves on by itself.
request-declined-title = Login declined
request-declined-text = The browser was not logged in.
request-reported-title = The login was stopped
request-reported-text = Somebody may know your password. Tell your administrator or { $service } support at once, so that the password is changed.
change-confirmed-title = Confirmed
change-confirmed-text = The browser moves on by itself.
change-declined-title = Declined
change-declined-text = Nothing was changed.
change-reported-title = The change was stopped
change-reported-text = Somebody was logged in as you. That browser has been logged out. Tell your administrator or { $service } support at once, so that the password is changed.
request-unsaved-title = Not saved on this phone
request-unsaved-text = Your answer has arrived, but Key could not save it here. Free some space on the phone.
request-confirmed-elsewhere-title = Already confirmed
request-confirmed-elsewhere-text = It was confirmed on another of your devices. If that was not you, tell your administrator or { $service } support at once.
request-declined-elsewhere-title = Already declined
request-declined-elsewhere-text = It was declined on another of your devices. There is nothing left to do here.
request-expired-title = This request has ended
request-expired-text = It expired, was cancelled, or was replaced by a newer one. Nothing was confirmed here. If a newer one is not yours, choose “This was not me” there.
request-digits-wrong-title = The six digits did not match
request-digits-wrong-text = The request has ended, and nothing was confirmed. Start again in the browser and type the six digits that it then shows.
request-refused-left = { $left ->
    [one] That PIN was not right. { $left } attempt left. Then Key locks for this account.
   *[other] That PIN was not right. { $left } attempts left.
}
request-untrusted-title = This request cannot be trusted
request-untrusted-text = It was not signed by { $service }, or it was changed on the way. Nothing was confirmed. Start again in the browser.

## Trouble

trouble-network-title = No connection
trouble-network-text = Nothing was lost. Check your connection and try again.
trouble-offline-line = No connection. Enter the PIN again.
trouble-service-title = { $service } cannot be used right now
trouble-service-text = Nothing was lost. Try again in a moment.
trouble-busy-title = Too many attempts
trouble-busy-text = Wait { $wait } and try again.
trouble-version-title = Update Key
trouble-version-text = { $service } needs a newer Key. Update the app. Your accounts are not affected.
trouble-storage-title = Key could not save
trouble-storage-text = Nothing was changed. Free some space on the phone and try again.
trouble-unknown-title = That did not work
trouble-unknown-text = Nothing was confirmed. Try again in a moment.
trouble-biometrics-title = Not recognised
trouble-biometrics-text = Nothing was confirmed. Try again, or use your PIN.
trouble-biometrics-changed-title = Fingerprints or faces have changed
trouble-biometrics-changed-text = Nothing was confirmed. Somebody has added or removed a fingerprint or face on this phone. Use your PIN.
trouble-digits-title = The six digits are missing
trouble-digits-text = Nothing was confirmed. Open the request again and type the six digits that the login page shows.
trouble-disconnected-title = { $service } does not know this phone any more
trouble-disconnected-text = Nothing was confirmed. Remove the account here, log in to the service in the browser, and choose “Set up Key” or “Add a phone”. Your other accounts are not affected.
trouble-fault-title = Something is wrong at { $service }
trouble-fault-text = Its answer cannot be read. Nothing was lost. Try again in a moment.
trouble-identity-title = The service could not be verified
trouble-identity-text = The answer did not come from the service that the code or the account belongs to. Nothing was paired or confirmed. Open the login page from an address you know and begin again there.
service-unnamed = the service
work-checking = Checking your PIN
work-pin = Telling your services the new PIN
work-enrolling = Creating the keys for this phone
work-making-code = Making the code
work-giving-up = Stopping the pairing
work-biometrics = Telling your services
trouble-not-confirmed-title = Not confirmed
trouble-not-confirmed-text = { $left ->
    [one] Not confirmed. Enter the PIN again. { $left } attempt left.
   *[other] Not confirmed. Enter the PIN again. { $left } attempts left.
}

## The PIN of a further account is checked with a service already paired

check-busy-title = Too many attempts at { $service }
check-busy-text = The service checks your PIN. The account was not added. Wait { $wait } and try again.
check-failed-title = { $service } did not check your PIN
check-failed-text = The account was not added. If this happens again, choose { $service } in Key, disconnect this phone from it and start again.
check-identity-title = { $service } could not be verified
check-identity-text = It was asked to check your PIN, but the answer did not come from the service that Key is paired with. The account was not added. Choose { $service } in Key, disconnect this phone from it and start again.
check-next = Sure of your PIN? Enter it again, and { $next } checks it.
check-refused = { $left ->
    [one] That PIN was not right. { $left } attempt left at { $service }. Then Key locks there.
   *[other] That PIN was not right. { $left } attempts left at { $service }.
}
check-unreached = { $service } does not answer. Enter the PIN again, or remove { $service } from Key if it no longer exists.

## Language and the simulated phone


simulator-closed-title = The phone is closed here
simulator-closed-text = Open the address that the try-out has printed in its window. Each start has a new one.
simulator-offline = Airplane mode
simulator-sensor = Simulated fingerprint sensor
simulator-title = The simulated phone
simulator-touch = Next touch matches
simulator-noscript = Turn on JavaScript to use the phone in the browser.
simulator-reconnecting = Connecting to the phone again

## Wrong PINs before a right one, and disconnecting this phone

failures-title = { $count ->
    [one] One wrong PIN since { $time }
   *[other] { $count } wrong PINs since { $time }
}
failures-text = Entered for { $service }. Not you? Then somebody has this phone or a copy of it.
failures-disconnect = Disconnect this phone
failures-known = That was me
disconnect-title = Disconnect this phone from { $service }?
disconnect-text = The account leaves Key, and this phone can no longer confirm for { $username }. You can set up Key again with a one-time password.
disconnect-confirm = Disconnect
disconnect-working = Disconnecting
disconnect-failed-title = { $service } could not be reached
disconnect-failed-text = This phone is still connected there. Try again, or remove the account from this phone only. You can set up Key again with a one-time password.
disconnect-only-here = Remove from this phone
settings-title = Settings
settings-as-phone = As on the phone
settings-biometrics = Fingerprint or face
settings-pin = Change PIN
settings-pin-unfinished = Not finished: { $services }
settings-theme = Colours
settings-theme-light = Light
settings-theme-dark = Dark
settings-phone-name = Name of this phone
settings-phone-name-text = Services show it for accounts that you add from now on.
name-not-shown = This name has no characters that can be shown. Choose another.
about-title = About Key
about-text = Your logins, confirmed by you.
settings-version = Version
about-keys = Keys
about-keys-files = In files on this device, as on an ordinary computer.
about-keys-hardware = In the secure hardware of this device, which never hands them out.
about-licences = Licences
about-licences-text = Key: MIT or Apache 2.0. The typeface Inter: SIL Open Font License 1.1.

## Offline code

code-title = Offline code
code-choose = Which account?
code-label = Offline code
code-left = { $seconds ->
    [one] A new code in { $seconds } second
   *[other] A new code in { $seconds } seconds
}
code-where = Type it on the login page, under “My phone is offline”.
code-unchecked = Key cannot check your PIN here: a wrong PIN gives a wrong code.
code-hidden = The code is hidden again.
code-again = Show the code

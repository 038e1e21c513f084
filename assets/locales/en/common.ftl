### Words that app and pages share. Ids are area-thing and unique over all files of a language.

language-label = Language
language-da = Dansk
language-en = English
language-fi = Suomi
language-sv = Svenska

action-back = Back
action-cancel = Cancel
action-close = Close
action-confirm = Confirm
action-continue = Continue
action-decline = Decline
action-done = Done
action-next = Next
action-save = Save
action-try-again = Try again

label-address = Address
label-company = Company
label-device = Device
label-phone = Phone
label-service = Service
label-username = Username

# A username at a company, in one line.
who-detail = { $username } · { $company }

comparison-label = Comparison code

# How long something is still valid, or how long to wait.
time-seconds = { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}
time-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}

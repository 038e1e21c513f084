### Ord som appen och sidorna delar.

language-label = Språk
language-da = Dansk
language-en = English
language-fi = Suomi
language-sv = Svenska

action-back = Tillbaka
action-cancel = Avbryt
action-close = Stäng
action-confirm = Bekräfta
action-continue = Fortsätt
action-decline = Avvisa
action-done = Klart
action-next = Nästa
action-save = Spara
action-try-again = Försök igen

label-address = Adress
label-company = Företag
label-device = Enhet
label-phone = Telefon
label-service = Tjänst
label-username = Användarnamn

who-detail = { $username } · { $company }

comparison-label = Kontrollkod

time-seconds = { $seconds ->
    [one] { $seconds } sekund
   *[other] { $seconds } sekunder
}
time-minutes = { $minutes ->
    [one] { $minutes } minut
   *[other] { $minutes } minuter
}

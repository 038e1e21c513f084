### Ord, som appen og siderne deler.

language-label = Sprog
language-da = Dansk
language-en = English
language-fi = Suomi
language-sv = Svenska

action-back = Tilbage
action-cancel = Annuller
action-close = Luk
action-confirm = Bekræft
action-continue = Fortsæt
action-decline = Afvis
action-done = Færdig
action-next = Næste
action-save = Gem
action-try-again = Prøv igen

label-address = Adresse
label-company = Virksomhed
label-device = Enhed
label-phone = Telefon
label-service = Tjeneste
label-username = Brugernavn

who-detail = { $username } · { $company }

comparison-label = Kontrolkode

time-seconds = { $seconds ->
    [one] { $seconds } sekund
   *[other] { $seconds } sekunder
}
time-minutes = { $minutes ->
    [one] { $minutes } minut
   *[other] { $minutes } minutter
}

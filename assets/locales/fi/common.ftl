### Sovelluksen ja sivujen yhteiset sanat.

language-label = Kieli
language-da = Dansk
language-en = English
language-fi = Suomi
language-sv = Svenska

action-back = Takaisin
action-cancel = Peruuta
action-close = Sulje
action-confirm = Vahvista
action-continue = Jatka
action-decline = Hylkää
action-done = Valmis
action-next = Seuraava
action-save = Tallenna
action-try-again = Yritä uudelleen

label-address = Osoite
label-company = Yritys
label-device = Laite
label-phone = Puhelin
label-service = Palvelu
label-username = Käyttäjätunnus

who-detail = { $username } · { $company }

comparison-label = Vertailukoodi

time-seconds = { $seconds ->
    [one] { $seconds } sekunti
   *[other] { $seconds } sekuntia
}
time-minutes = { $minutes ->
    [one] { $minutes } minuutti
   *[other] { $minutes } minuuttia
}

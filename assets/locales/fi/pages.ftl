### Palvelun sivut.

page-title = { $title } – { $service }
list-and = { $first } ja { $last }

## Kokeilun aloitussivu

start-title = Kokeile Keytä
start-step-login = Kirjaudu jollakin näistä käyttäjätunnuksista ja sen salasanalla.
start-step-method = Valitse ”Ota Key käyttöön”.
start-step-one-time = Anna kertasalasana, jonka numeroa kysytään.
start-step-pair = Kopioi linkki, valitse puhelimessa ”Lisää tili” ja liitä linkki siihen.
start-step-sms = Avaa alla oleva viesti ja napauta sen linkkiä. Se avautuu puhelimessa.
start-step-home = Kirjaudu ulos ja uudelleen sisään.
start-step-confirm = Avaa pyyntö puhelimessa ja vahvista se.
start-step-phone = Vahvista yhdistäminen puhelimessa ja jatka siinä.
start-step-compare = Vertaa koodeja ja valitse Kyllä.
start-step-connected = Key on käytössä. Siirry omalle sivullesi.
start-step-done = Näin Keyllä kirjaudutaan. Kokeile hylkäämistä tai lisää puhelin.
start-step-again = Se kirjautuminen päättyi. Kirjaudu uudelleen.
start-step-inside = Olet jo kirjautunut. Siirry omalle sivullesi tai kirjaudu toisella tunnuksella.
start-step-devices = Lisää tai poista puhelin. Vahvistat sen Keyssä.
start-browser = Selaimessa
start-phone = Puhelimessa
start-phone-number = Puhelimessa { $number }
start-open-login = Avaa kirjautumissivu
start-open-login-text = Kuten selaimessa
start-open-phone = Avaa puhelin
start-open-phone-number = Avaa puhelin { $number }
start-open-phone-text = Key simuloidussa puhelimessa
start-username = Käyttäjätunnus
start-password = Salasana
start-copy = Kopioi
start-one-time = Kertasalasana { $number }
start-closed-title = Aloitussivu on täällä suljettu
start-closed-text = Avaa osoite, jonka kokeiluohjelma on tulostanut ikkunaansa. Osoite vaihtuu joka käynnistyksellä.
start-one-time-replaced = Tämä käyttäjä on tehnyt uuden salasanalistan. Käytä sitä.
start-messages = Palvelun lähettämät viestit
start-message-link = Avaa linkki puhelimessa
start-message-link-number = Avaa linkki puhelimessa { $number }
start-one-time-few = Lista on loppumassa. Lopeta kokeilu painamalla Ctrl-C ja käynnistä se uudelleen, niin saat uuden listan.

## Kirjautuminen

login-title = Kirjaudu
login-username = Käyttäjätunnus
login-password = Salasana
login-next = Seuraava
login-go-on = Siirry omalle sivullesi
login-ends-other = Uusi kirjautuminen tässä päättää sen.
login-username-missing = Anna käyttäjätunnus.
login-password-missing = Anna salasana.
login-failed = Käyttäjätunnus tai salasana on väärin, tai kirjautuminen ei ole sallittu. Tarkista molemmat ja yritä uudelleen.
login-throttled-seconds = { $seconds ->
    [one] Liian monta yritystä. Odota { $seconds } sekunti ja yritä uudelleen.
   *[other] Liian monta yritystä. Odota { $seconds } sekuntia ja yritä uudelleen.
}
login-throttled-minutes = { $minutes ->
    [one] Liian monta yritystä. Odota { $minutes } minuutti ja yritä uudelleen.
   *[other] Liian monta yritystä. Odota { $minutes } minuuttia ja yritä uudelleen.
}
login-busy-seconds = { $seconds ->
    [one] Moni kirjautuu juuri nyt. Yritä uudelleen { $seconds } sekunnin kuluttua.
   *[other] Moni kirjautuu juuri nyt. Yritä uudelleen { $seconds } sekunnin kuluttua.
}
login-busy-minutes = { $minutes ->
    [one] Moni kirjautuu juuri nyt. Yritä uudelleen { $minutes } minuutin kuluttua.
   *[other] Moni kirjautuu juuri nyt. Yritä uudelleen { $minutes } minuutin kuluttua.
}

## Vahvistustavan valinta

method-title = Vahvista kirjautuminen
method-text = Valitse, miten vahvistat henkilöllisyytesi.
method-key = Vahvista Keyllä
method-key-text = Puhelimeesi tulee pyyntö.
method-set-up = Ota Key käyttöön
method-set-up-text = Vahvista jatkossa puhelimella.
method-add-phone = Lisää puhelin
method-add-phone-text = Ota Key käyttöön myös toisessa puhelimessa.
method-list = Käytä salasanalistaa
method-list-text = Kertasalasana tulostetulta listaltasi
method-offline = Puhelimeni on offline-tilassa
method-offline-text = Kirjoita koodi, jonka Key näyttää ilman verkkoa.
method-other = Valitse toinen tapa
method-none-disconnected = Key on poistettu käytöstä laitteessa { $device }. Ota Key uudelleen käyttöön tai käytä salasanalistaa.
method-none-frozen = Key on pysäytetty laitteessa { $device }, koska sen kopiota on käytetty. Ota Key uudelleen käyttöön tai käytä salasanalistaa.
method-none-locked = Key on lukittu laitteessa { $device } viiden väärän PIN-koodin jälkeen. Ota Key uudelleen käyttöön tai käytä salasanalistaa.

## Kertasalasana

one-time-title = Kertasalasana
one-time-text-set-up = Varmistamme henkilöllisyytesi, ennen kuin Key otetaan käyttöön.
one-time-text-add = Ennen puhelimen lisäämistä tarkistamme, että se olet sinä.
one-time-text-list = Ennen uuden listan tekemistä tarkistamme, että se olet sinä. Vanha listasi lakkaa silloin toimimasta.
one-time-lost = Onko salasanalista kadonnut? Kirjaudu Keyllä ja tee uusi omalla sivullasi.
one-time-lost-alone = Onko salasanalista kadonnut? Pyydä uusi pääkäyttäjältäsi.
one-time-lost-one = Jos sinulla on toinen puhelin, jossa on Key, kirjaudu sillä ja poista kadonnut sivulla ”Key-laitteet”.
one-time-text-login = Anna listaltasi salasana, jolla on tämä numero.
one-time-text-disconnect = Anna kertasalasana, jonka numero on alla. Kirjaudut tähän, ja Key poistuu käytöstä tämän tilin kaikissa puhelimissa. Muut selaimesi kirjataan ulos.
one-time-label = Kertasalasana numero { $number }
one-time-submit = Tunnistaudu
one-time-missing = Anna kertasalasana.
one-time-failed = Kertasalasana on väärin. Varmista, että annat tällä numerolla merkityn, ja yritä uudelleen.
one-time-left = { $left ->
    [one] Listallasi on jäljellä { $left } kertasalasana
   *[other] Listallasi on jäljellä { $left } kertasalasanaa
}
one-time-none-title = Salasanalistasi on loppunut
one-time-none-text = Pyydä uusi lista pääkäyttäjältäsi.

## Yhdistäminen

pairing-title = Lue QR‑koodi Keyllä
pairing-text = Avaa Key puhelimessa, valitse ”Lisää tili” ja lue tämä koodi.
pairing-qr = QR‑koodi Keyn yhdistämiseen
pairing-link-open = Avaa tässä puhelimessa
pairing-time-label = Aikaa jäljellä
pairing-waiting = Odotetaan puhelintasi
pairing-check = Olen lukenut koodin
pairing-expired-title = QR‑koodi on vanhentunut
pairing-expired-text = Koodi on voimassa kaksi minuuttia. Tätä koodia ei voi enää käyttää.
pairing-sms-expired-title = Linkki on vanhentunut
pairing-sms-expired-text = Tekstiviestin linkki on voimassa 15 minuuttia. Tätä ei voi enää käyttää.
pairing-given-up-title = Yhdistäminen lopetettiin puhelimessa
pairing-given-up-text = Mitään ei yhdistetty. Aloita uudelleen hakemalla uusi QR‑koodi.
pairing-sms = Yhdistä tekstiviestilinkillä
pairing-sms-title = Avaa linkki puhelimessasi
pairing-sms-text = Lähetimme sen tekstiviestinä numeroon { $phone }. Se toimii kerran, 15 minuutin ajan.
pairing-sms-qr = Näytä QR-koodi
pairing-sms-paused-seconds = { $seconds ->
    [one] Viestejä on jo lähetetty useita. Odota { $seconds } sekunti.
   *[other] Viestejä on jo lähetetty useita. Odota { $seconds } sekuntia.
}
pairing-sms-paused-minutes = { $minutes ->
    [one] Viestejä on jo lähetetty useita. Odota { $minutes } minuutti.
   *[other] Viestejä on jo lähetetty useita. Odota { $minutes } minuuttia.
}
pairing-renew = Hae uusi QR‑koodi
pairing-no-app = Eikö puhelimessasi ole vielä Keytä?
pairing-later = Ei nyt

finish-title = Jatka puhelimessa
finish-text = Puhelimesi on avannut linkin. Vahvista siinä yhdistäminen ja jatka, kunnes näet vertailukoodin.
finish-waiting = Odotetaan puhelintasi
finish-check = Olen valmis puhelimessa
finish-no = Ei, tämä ei ole puhelimeni
finishing-title = Melkein valmista
finishing-text = Puhelimesi Key viimeistelee yhdistämistä. Siihen asti siinä näkyy tämä koodi.

compare-title = Onko tämä puhelimesi?
compare-text = Tällä puhelimella halutaan vahvistaa tunnuksen { $username } kirjautumiset. Tarkista, että siinä näkyy sama vertailukoodi.
compare-yes = Kyllä, koodit täsmäävät
compare-no = Ei, tämä ei ole puhelimeni
compare-refused-title = Puhelinta ei yhdistetty
compare-refused-text = Tilisi on edelleen vain sinun. Jos et tiedä, kenen puhelin se oli, älä näytä seuraavaa QR‑koodia kenellekään.

connected-title = Key on yhdistetty
connected-text = { $device } voi nyt vahvistaa kirjautumisesi.
connected-start = Siirry omalle sivullesi

## Sovelluksen hankkiminen

get-key-title = Hanki Key puhelimeesi
get-key-text = Asenna se puhelimesi sovelluskaupasta. Palaa sitten kirjautumissivulle ja lue QR-koodi, tai avaa linkkisi uudelleen.
get-key-none = Kysy pääkäyttäjältäsi, miten Key asennetaan.
get-key-android = Key Android-puhelimelle
get-key-apple = Key iPhonelle
app-link-text = Lähetämme linkin sovellukseen tekstiviestinä. Kirjoita sen puhelimen numero, johon Key tulee.
app-link-number = Puhelinnumero
app-link-send = Lähetä linkki
app-link-sent = Lähetetty numeroon { $number }. Asenna Key puhelimeen ja lue sitten QR-koodi.
app-link-back = Takaisin QR-koodiin
app-link-wrong = Kirjoita puhelinnumero maatunnuksineen, esimerkiksi +358 40 123 4567.
app-link-special = Tämä on erikoispalvelun numero. Kirjoita matkapuhelimen numero.

## Offline-koodi

offline-title = Kirjaudu offline-koodilla
offline-text = Avaa Key puhelimessasi, napauta ”Offline-koodi” ja kirjoita kahdeksan numeroa tähän. Koodi on voimassa 30 sekuntia.
offline-device = Puhelin
offline-label = Offline-koodi
offline-submit = Kirjaudu
offline-short = Kirjoita kaikki kahdeksan numeroa.
offline-wrong = Koodi ei ollut oikea. Tarkista PIN-koodisi Keyssä ja kirjoita koodi, jonka se näyttää nyt.
offline-paused = Liian monta väärää koodia tai PIN-koodia laitteessa { $device }: sen offline-koodit on keskeytetty. Vahvista jotain Keyssä PIN-koodilla ja verkon kanssa tai käytä salasanalistaa. Jos se ei auta, koodit ovat keskeytettyinä muutaman viikon.

## Vahvistuksen odotus

waiting-title = Vahvista Keyllä
waiting-text = Pyyntö on puhelimessasi. Sivu päivittyy automaattisesti.
waiting-unshown = Jokin puhelimistasi ei pysty näyttämään tätä pyyntöä. Päivitä siinä Key tai kirjaudu muulla tavalla.
waiting-digits-text = Pyyntö on puhelimessasi. Tarvitset sen vahvistamiseen alla olevat kuusi numeroa.
waiting-digits-caption = Kirjoita kuusi numeroa Keyhin
waiting-line = Odotetaan vastaustasi Keyssä
waiting-sent = Lähetetty: { $phones }
waiting-check = Olen vastannut Keyssä
waiting-list = Käytä salasanalistaa
waiting-add-phone = Lisää puhelin
disconnect-all = Katosiko puhelin?
disconnect-all-title = Poista Key käytöstä kaikissa puhelimissa
disconnect-all-submit = Kirjaudu ja poista kaikki
waiting-cancel = Peruuta kirjautuminen
waiting-time-label = Aikaa jäljellä
waiting-confirmed = Vahvistettu. Kirjaudutaan sisään.

## Kirjautuminen keskeytyi

aborted-title = Kirjautuminen keskeytyi
aborted-declined = Kirjautuminen hylättiin Keyssä.
aborted-expired = Pyyntöön ei vastattu ajoissa.
aborted-digits = Keyhin kirjoitetut kuusi numeroa eivät olleet samat kuin kirjautumissivulla.
aborted-superseded = Uudempi kirjautuminen aloitettiin, joten tämä päättyi. Jos aloitit sen itse, jatka siellä. Jos et, joku tietää salasanasi: valitse Keyssä ”Se en ollut minä”.
aborted-locked = Key on lukittu tällä tilillä. Kirjaudu kertasalasanalla ja ota Key uudelleen käyttöön.
aborted-cancelled = Peruutit kirjautumisen.
aborted-again = Kirjaudu uudelleen
aborted-nothing = Ketään ei kirjattu sisään.

## Kirjautunut

welcome-title = Olet kirjautunut sisään
welcome-text = Olet kirjautunut tunnuksella { $username }.
welcome-unfinished = Puhelimen lisääminen on kesken.
welcome-unfinished-continue = Jatka
welcome-devices = Laitteet, joissa on Key
welcome-devices-none = Mikään puhelin ei vahvista kirjautumisiasi.
welcome-browsers = Selaimet, joilla olet kirjautunut
welcome-browser-this = Tämä selain
welcome-browser-used = Viimeisin kirjautuminen
welcome-forget = Unohda
welcome-device-added = Lisätty
welcome-device-used = Viimeksi käytetty
welcome-device-this = Vahvisti tämän kirjautumisen
welcome-device-locked = Lukittu
device-simulated = Simuloitu puhelin
welcome-log-out = Kirjaudu ulos
welcome-log-out-everywhere = Kirjaudu ulos kaikkialta
welcome-log-out-everywhere-text = Päättää tilin kaikki kirjautumiset, myös tämän. Seuraavaan kirjautumiseen tarvitaan kullakin selaimella kuusi numeroa.
logged-out-everywhere = Olet kirjautunut ulos kaikissa selaimissa. Seuraava kirjautuminen kussakin vaatii kuusi numeroa.
welcome-reported = Ilmoitit, ettet kirjautunut itse toisessa selaimessa ({ $browser }). Jos muutkin käyttävät sitä, unohda se: seuraava kirjautuminen siinä vaatii taas kuusi numeroa.
welcome-reported-here = Ilmoitit, ettet kirjautunut itse tässä selaimessa. Jos muutkin käyttävät tätä, unohda selain: seuraava kirjautuminen tässä vaatii taas kuusi numeroa.
welcome-forgotten = Selain unohdettiin. Seuraava kirjautuminen siinä vaatii kuusi numeroa.
welcome-forget-browser = Unohda selain
logged-out-title = Olet kirjautunut ulos
logged-out-text = Voit sulkea tämän ikkunan.

## Yhdistämislinkki avattu selaimessa

open-title = Tämä linkki avataan Keyssä
open-text = Sillä puhelimesi Key-sovellus yhdistetään palveluun { $service }. Se toimii kerran, niin kauan kuin kirjautumissivu kertoo.
open-app = Avaa Keyssä
open-step-app = Avaa Key puhelimessa.
open-step-add = Valitse ”Lisää tili”, sitten ”Lisää muulla tavalla” ja ”Liitä linkki”.
open-step-paste = Liitä tämä linkki.
open-missing = Jos sinulla ei vielä ole Keytä, asenna se ensin ja avaa linkki uudelleen. Jos linkki on vanhentunut, hae uusi kirjautumissivulla.

## Kun jokin on vialla

missing-title = Tätä sivua ei ole
missing-text = Osoitteessa voi olla kirjoitusvirhe, tai sivu on siirretty.
form-expired-title = Tämä sivu on vanhentunut
form-expired-text = Mitään ei muutettu. Aloita alusta ja lähetä lomake tunnin kuluessa.
denied-title = Et voi avata tätä sivua
denied-text = Kirjaudu ensin tai aloita uudelleen kirjautumissivulta.
failed-title = Jokin meni vikaan
failed-text = Mitään ei vahvistettu. Yritä hetken kuluttua uudelleen.
unavailable-title = { $service } ei ole juuri nyt käytettävissä
unavailable-text = Mitään ei muutettu. Yritä hetken kuluttua uudelleen. Jos se ei auta, ilmoita asiasta palvelun { $service } tukeen.
connection-lost = Ei yhteyttä. Sivu yrittää automaattisesti uudelleen.
trouble-login = Kirjautumissivulle

## Palvelun sivujen lisäykset

method-paused-seconds = { $seconds ->
    [one] Viimeisiä pyyntöjä ei vahvistettu, joten seuraavaa on odotettava { $seconds } sekunti.
   *[other] Viimeisiä pyyntöjä ei vahvistettu, joten seuraavaa on odotettava { $seconds } sekuntia.
}
method-paused-minutes = { $minutes ->
    [one] Viimeisiä pyyntöjä ei vahvistettu, joten seuraavaa on odotettava { $minutes } minuutti.
   *[other] Viimeisiä pyyntöjä ei vahvistettu, joten seuraavaa on odotettava { $minutes } minuuttia.
}
one-time-other-number = Se kertasalasana ehdittiin jo käyttää. Anna se, jota nyt pyydetään.
pairing-link-copy = Kopioi linkki
pairing-link-copied = Kopioitu
welcome-by-key = Vahvistit kirjautumisen Keyllä laitteessa { $device }.
welcome-by-number = Vahvistit kirjautumisen kertasalasanalla numero { $number }.
welcome-device-frozen = Pysäytetty: kopiota on käytetty
welcome-events = Viimeisimmät tapahtumat
event-change-not-me = Muutos ilmoitettiin vieraaksi
event-device-added = Key otettiin käyttöön
event-device-frozen = Keyn kopio pysäytettiin
event-device-left = Key poistettiin käytöstä puhelimessa
event-device-locked = Key lukittiin liian monen epäonnistuneen yrityksen jälkeen
event-device-refused = Puhelinta ei tunnistettu
event-device-removed = Puhelin poistettiin
event-contacts-changed = Yhteystiedot muuttuivat
event-list-changed = Uusi salasanalista
event-factor-changed = PIN-koodi tai biometrinen tunnistus vaihdettiin
event-factor-failures = Väärä PIN-koodi tai offline-koodi annettiin useita kertoja
event-login-not-me = Ilmoitit, ettet aloittanut kirjautumista itse

## Viestit käyttäjälle

message-change-not-me-title = Ilmoitit, ettei muutos palvelussa { $service } ollut sinun
message-change-not-me-text = Joku oli kirjautunut tunnuksella { $username } ({ $detail }) ja yritti muuttaa tilin puhelimia. Mitään ei muutettu, ja se selain kirjattiin ulos. Hän tietää luultavasti salasanan: ilmoita asiasta heti pääkäyttäjällesi tai palvelun { $service } tukeen, jotta salasana vaihdetaan.
message-device-added-title = Key otettiin käyttöön palvelussa { $service }
message-device-added-text = Puhelin vahvistaa nyt tunnuksen { $username } kirjautumiset palveluun { $service }. Jos et ottanut Keytä käyttöön itse, kirjaudu kertasalasanalla ja ilmoita asiasta heti pääkäyttäjällesi tai palvelun { $service } tukeen.
message-device-frozen-title = Kopio Keystäsi pysäytettiin
message-device-frozen-text = Tunnuksella { $username } on käytetty palvelussa { $service } sekä puhelimen Keytä että sen kopiota. Molemmat on pysäytetty, eikä niillä voi vahvistaa mitään. Kirjaudu kertasalasanalla ja ota Key uudelleen käyttöön.
message-device-left-title = Key poistettiin käytöstä palvelussa { $service }
message-device-left-text = Puhelin ei enää vahvista tunnuksen { $username } kirjautumisia palveluun { $service }. Jos et tehnyt tätä itse, ilmoita asiasta heti pääkäyttäjällesi tai palvelun { $service } tukeen.
message-device-locked-title = Key lukittiin palvelussa { $service }
message-device-locked-text = Tunnuksen { $username } Key lukittiin palvelussa { $service } liian monen epäonnistuneen yrityksen jälkeen. Kirjaudu kertasalasanalla ja ota Key uudelleen käyttöön.
message-device-refused-title = Puhelinta ei yhdistetty palveluun { $service }
message-device-refused-text = Puhelin oli lukenut tunnuksen { $username } QR‑koodin palvelussa { $service }, eikä sitä tunnistettu omaksesi. Puhelinta ei yhdistetty. Älä näytä QR‑koodia kenellekään.
message-device-removed-title = Puhelin poistettiin palvelusta { $service }
message-device-removed-text = Tunnuksen { $username } puhelin poistettiin palvelusta { $service }. Sillä ei voi enää vahvistaa mitään. Jos et poistanut sitä itse eikä palvelun { $service } tuki, ilmoita asiasta heti tukeen.
message-contacts-changed-title = Yhteystiedot muuttuivat palvelussa { $service }
message-contacts-changed-text = Tunnuksen { $username } sähköpostiosoite tai puhelinnumero muutettiin palvelussa { $service }. Jos et muuttanut sitä itse, ilmoita heti pääkäyttäjällesi tai palvelun { $service } tukeen.
message-pairing-link-title = Ota Key käyttöön
message-pairing-link-text = { $service }: ota Key käyttöön avaamalla tämä linkki puhelimessasi. Se toimii kerran, 15 minuutin ajan. Jos et pyytänyt sitä, älä avaa sitä. { $link }
message-app-link-title = Hanki Key
message-app-link-text = { $service }: hanki Key-sovellus puhelimeesi täältä: { $link }
message-list-changed-title = Uusi salasanalista palvelussa { $service }
message-list-changed-text = Tunnukselle { $username } tehtiin uusi kertasalasanojen lista palvelussa { $service }. Vanha ei enää toimi. Jos et tehnyt sitä itse, ilmoita heti pääkäyttäjällesi tai palvelun { $service } tukeen.
message-factor-changed-title = PIN-koodi tai biometrinen tunnistus vaihdettiin palvelussa { $service }
message-factor-changed-text = Puhelimen PIN-koodi tai biometrinen tunnistus vaihdettiin tunnukselle { $username } palvelussa { $service }. Jos et tehnyt sitä itse, kirjaudu kertasalasanalla ja ilmoita asiasta heti pääkäyttäjällesi tai palvelun { $service } tukeen.
message-factor-failures-title = Vääriä koodeja palvelussa { $service }
message-factor-failures-text = Tunnukselle { $username } annettiin palvelussa { $service } kolme kertaa peräkkäin väärä PIN-koodi, tai väärä offline-koodi kirjautumissivulla. Jos se et ollut sinä, joku tietää salasanasi tai hänellä on puhelimesi: vaihda salasana ja ilmoita heti pääkäyttäjällesi tai palvelun { $service } tukeen.
message-login-not-me-title = Joku yritti kirjautua palveluun { $service }
message-login-not-me-text = Tunnuksen { $username } kirjautuminen palveluun { $service } ilmoitettiin jonkun muun aloittamaksi ({ $detail }). Ketään ei kirjattu sisään. Yrittäjä tietää salasanan: ilmoita asiasta heti pääkäyttäjällesi tai palvelun { $service } tukeen, jotta salasana vaihdetaan.
message-phone-name = Puhelimen itselleen antama nimi: ”{ $name }”

## Siirtyminen toiselle sivustolle

onward-title = Siirrytään toiselle sivustolle
onward-text = Sinut ohjataan sivustolle { $site }.
onward-go = Jatka

## Key-laitteet ja tilin muutokset

devices-title = Key-laitteet
devices-text = Jokaisella näistä puhelimista voi vahvistaa puolestasi.
devices-home = Oma sivu
devices-back = Takaisin Key-laitteisiin
devices-manage = Lisää tai poista puhelin
devices-unused = Ei vielä käytetty
devices-remove = Poista
devices-again = Ota Key uudelleen käyttöön
devices-rename = Nimeä
devices-name-title = Puhelimen nimi
devices-name-label = Nimi
devices-name-save = Tallenna
devices-name-wrong = Kirjoita enintään 40 merkin nimi yhdelle riville.
devices-name-taken = Toisella puhelimella on jo se nimi.
devices-add = Lisää puhelin
devices-add-key = Vahvistat lisäämisen jollakin puhelimellasi.
devices-add-number = Vahvistat lisäämisen kertasalasanalla.
change-add-text = Vahvista puhelimen lisääminen jollakin puhelimellasi. Tarvitset alla olevat kuusi numeroa.
change-list-text = Jos haluat uuden salasanalistan, vahvista pyyntö jossakin puhelimistasi. Tarvitset alla olevat kuusi numeroa.
change-remove-text = Vahvista puhelimen { $device } poistaminen jollakin puhelimellasi.
change-remove-last = Tämä on ainoa puhelimesi, jossa on Key. Sen jälkeen kirjaudut kertasalasanoilla: pidä salasanalista esillä.
change-cancel = Peruuta
change-unshown = Yksi puhelimistasi ei voi näyttää pyyntöä. Päivitä sen Key.
change-cancelled = Peruutit. Mitään ei muutettu.
change-declined = Pyyntö hylättiin Keyssä. Mitään ei muutettu.
change-digits-wrong = Keyhin kirjoitetut kuusi numeroa eivät täsmänneet. Mitään ei muutettu.
change-expired = Pyyntö on päättynyt. Mitään ei muutettu.
change-list-open = Tallenna ensin uusi salasanalistasi ja jatka sitten.
change-list-unsaved = Uutta salasanalistaasi ei ole vielä tallennettu, eikä vanha enää toimi. Tallenna se ennen uloskirjautumista: sitä ei voi näyttää uudelleen.
change-removed = Puhelin poistettiin. Sillä ei voi enää vahvistaa mitään.
change-named = Puhelimella on uusi nimi.
change-all-removed = Key poistettiin käytöstä kaikissa puhelimissa. Niillä ei voi enää vahvistaa mitään.
change-unasked = Mikään puhelimistasi ei voi näyttää pyyntöä. Päivitä jonkin puhelimen Key.

## Salasanalista

list-title = Salasanalista
list-manage = Uusi salasanalista
list-renew = Tee uusi lista
list-renew-text = Nykyinen listasi lakkaa heti toimimasta.
list-renew-key = Vahvistat sen Keyssä.
list-new-text = Uusi listasi on valmis, eikä vanha enää toimi. Tallenna tai tulosta se nyt: se näkyy 15 minuuttia, vain tässä selaimessa.
list-download = Lataa PDF-tiedostona
list-show = Näytä salasanat
list-saved = Olen tallentanut listan
list-unsaved = Uutta salasanalistaasi ei ole vielä tallennettu. Se näkyy täällä 15 minuutin ajan.
list-unsaved-go = Tallenna se
list-log-out = Kirjaudu ulos tallentamatta
list-keeping = Säilytä lista turvallisessa paikassa erillään puhelimestasi. Älä näytä sitä kenellekään.
list-using = Anna kertasalasana, jonka numeroa kysytään. Kukin toimii vain kerran: merkitse se käytetyksi.
list-username = Käyttäjätunnus
list-company = Yritys
list-created = Luotu
list-page = Sivu { $page }/{ $pages }
list-file = salasanalista
list-back = Takaisin salasanalistaan
list-few = { $left ->
    [one] Listallasi on jäljellä enää { $left } kertasalasana.
   *[other] Listallasi on jäljellä enää { $left } kertasalasanaa.
}

### Puhelinsovellus.

app-title = Key

## Etusivu

home-accounts = Tilit
home-add = Lisää tili
home-loading = Avataan Keytä
home-empty-title = Ei vielä tilejä
home-empty-text = Kirjaudu palveluusi selaimessa, valitse siellä ”Ota Key käyttöön” tai ”Lisää puhelin” ja lisää tili täällä.
home-empty-add = Lisää tili
home-unfinished = Kesken: { $service }
home-offline = Kirjaudu, kun puhelimessa ei ole verkkoa
home-activity = Viimeisimmät tapahtumat
home-requests = Pyynnöt
home-request-login = Kirjaudutaanko palveluun { $service }?
home-request-add-device = Lisätäänkö puhelin palveluun { $service }?
home-request-new-list = Tehdäänkö uusi salasanalista palveluun { $service }?
home-request-remove-device = Poistetaanko puhelin palvelusta { $service }?
banner-login = Kirjautuminen: { $browser }
banner-add-device = Puhelimen lisääminen: { $browser }
banner-new-list = Uusi salasanalista: { $browser }
banner-remove-device = Puhelimen poistaminen: { $browser }
home-request-now = Juuri nyt
home-request-minutes = { $minutes ->
    [one] { $minutes } minuutti sitten
   *[other] { $minutes } minuuttia sitten
}
age-hours = { $hours ->
    [one] { $hours } tunti sitten
   *[other] { $hours } tuntia sitten
}
age-days = { $days ->
    [one] { $days } päivä sitten
   *[other] { $days } päivää sitten
}

## Tili

account-status-disconnected = Poistettu käytöstä
account-status-frozen = Pysäytetty
account-status-locked = Lukittu
account-status-offline = Ei yhteyttä
account-title = Tili
account-device = Puhelimen nimi
account-factor = Vahvistustapa
account-factor-pin = PIN-koodi
account-factor-biometrics = Sormenjälki tai kasvot
account-rename = Nimi Keyssä
account-rename-text = Vain sinä näet sen. Jätä tyhjäksi, niin näytetään ”{ $service }”.
account-activity-none = Tällä puhelimella ei ole vielä vastattu pyyntöihin.
answered-title = Vastattu pyyntö
answered-not-me = Ilmoitettu: se en ollut minä
answered-verify = Tarkista kuittaus
answered-genuine-title = Kuittaus on aito
answered-genuine-text = Palvelu on allekirjoittanut saaneensa juuri tämän vastauksen tältä puhelimelta.
answered-broken-title = Kuittaus ei täsmää
answered-broken-text = Tallennettua tietoa on muutettu tai se on vioittunut. Se ei todista mitään.
account-locked-title = Key on lukittu palvelussa { $service }
account-locked-text = Vahvistus epäonnistui viisi kertaa. Kirjaudu palveluun { $service } kertasalasanalla ja ota Key uudelleen käyttöön. Muut tilisi toimivat kuten ennenkin.
account-frozen-title = Keystäsi on käytetty kopiota
account-frozen-text = Joku muu saattaa käyttää kopiota Keystäsi. Molemmat on pysäytetty, eikä niillä voi vahvistaa mitään. Poista tili täältä, kirjaudu palveluun { $service } kertasalasanalla ja ota Key uudelleen käyttöön.
account-disconnected-title = { $service } on poistanut Keyn käytöstä tässä puhelimessa
account-disconnected-text = Keyllä ei voi enää vahvistaa tunnuksella { $username }. Poista tili täältä, kirjaudu selaimessa palveluun { $service } ja valitse ”Ota Key käyttöön” tai ”Lisää puhelin”. Muut tilisi toimivat kuten ennenkin.
account-gone-title = Tämä tili ei ole enää Keyssä
account-gone-text = Mitään ei vahvistettu. Jos tarvitset tiliä vielä, kirjaudu kertasalasanalla ja ota Key uudelleen käyttöön.
account-unusable-title = Key on otettava uudelleen käyttöön
account-unusable-text = Mitään ei vahvistettu. Kirjaudu palveluun { $service } kertasalasanalla ja valitse ”Ota Key käyttöön”. Muut tilisi toimivat kuten ennenkin.
account-remove = Poista tili
account-remove-title = Poistetaanko { $username } Keystä?
account-remove-text = Tällä puhelimella ei sen jälkeen voi vahvistaa tunnuksella { $username } palvelussa { $service }. Voit ottaa Keyn uudelleen käyttöön kertasalasanalla.
account-remove-keep = Säilytä tili

## Tilin lisääminen

pair-title = Lisää tili
pair-ready-title = Näetkö QR‑koodin kirjautumissivulla?
pair-ready-text = Anna kirjautumissivulla käyttäjätunnus ja salasana ja valitse ”Ota Key käyttöön” tai ”Lisää puhelin”.
pair-ready-yes = Kyllä, lue QR‑koodi
pair-ready-other = Lisää muulla tavalla
pair-other-title = Lisää muulla tavalla
pair-paste = Liitä linkki
pair-paste-text = Kopioi se kirjautumissivulta
pair-paste-title = Liitä yhdistämislinkki
pair-paste-label = Yhdistämislinkki
pair-picture = Valitse kuva
pair-picture-text = Kuva QR‑koodista
pair-scan = Lue kameralla
pair-scan-text = QR‑koodi on kirjautumissivulla.
pair-new-code = Lue uusi koodi
pair-elsewhere-title = Tässä osoitteessa ei vastaa Key-palvelu
pair-elsewhere-text = Tiliä ei lisätty. Kopioi linkki uudelleen kirjautumissivulta.

camera-title = Lue QR‑koodi
camera-hint = Osoita kameralla kirjautumissivun QR‑koodia
camera-view = Kameran kuva
camera-refused-title = Key ei saa käyttää kameraa
camera-refused-text = Salli kamera Keylle puhelimen tai selaimen asetuksissa ja yritä uudelleen.
camera-missing-title = Kameraa ei löytynyt
camera-missing-text = Lisää tili linkillä tai QR‑koodin kuvalla.
camera-try-again = Kokeile kameraa uudelleen

picture-empty-title = Kuvassa ei ole QR‑koodia
picture-empty-text = Valitse kuva, jossa QR‑koodi näkyy kokonaan, tai liitä linkki.
picture-foreign-title = Key ei voi avata tätä tiedostoa kuvana
picture-foreign-text = Tiedosto on vioittunut, liian suuri tai muu kuin kuva. Valitse enintään 10 megatavun PNG-, JPEG- tai WebP-kuva tai liitä linkki.

link-opening = Avataan linkkiä
link-expired-title = Linkki on vanhentunut
link-expired-text = Sitä ei voi enää käyttää. Hae uusi kirjautumissivulla valitsemalla ”Hae uusi QR‑koodi”.
link-used-title = Linkki on jo käytetty
link-used-text = Yhdistämislinkki toimii vain kerran. Valitse kirjautumissivulla ”Hae uusi QR‑koodi”. Jos et käyttänyt linkkiä itse, valitse siellä ”Ei, tämä ei ole puhelimeni”.
link-foreign-title = Tämä ei ole yhdistämislinkki
link-foreign-text = Valitse kirjautumissivulla ”Kopioi linkki” ja liitä se tähän.
link-insecure-title = Tämä linkki ei ole turvallinen
link-insecure-text = Sen alussa ei ole https, joten muut voisivat nähdä, mitä lähetetään. Mitään ei lähetetty. Avaa kirjautumissivu osoitteesta, jonka tunnet, ja kopioi linkki sieltä.
link-version-title = Päivitä Key
link-version-text = Tämä linkki vaatii uudemman Keyn. Päivitä sovellus ja lue sitten uusi koodi.
scanned-codes-title = Key ei vielä säilytä kertakoodeja
scanned-codes-text = Tämä on sovellukselle, joka näyttää kertakoodeja. Yhdistä Key kirjautumissivun QR‑koodilla tai linkillä.
scanned-request-title = Key ei vielä ota pyyntöä vastaan näin
scanned-request-text = Mitään ei vahvistettu. Pyynnöt tulevat Keyhin itsestään, kun puhelimella on yhteys.

link-open-title = Avataanko linkki?
link-open-text = Se ottaa Keyn käyttöön osoitteessa { $host }. Jatka vain, jos se on kirjautumissivusi osoite ja pyysit linkkiä itse.
link-open-go = Jatka
review-title = Yhdistetäänkö Key palveluun { $service }?
review-text = Tarkista, että osoite on kirjautumissivusi osoite.
review-warning = Vahvista vain, jos aloitit yhdistämisen itse.
review-already = Tämä tili on jo tässä puhelimessa. Jos lisäät toista puhelinta, avaa linkki siinä.
review-confirm = Vahvista yhdistäminen
review-give-up = Älä yhdistä

commit-title = Jatka kirjautumissivulla
commit-text = Tarkista, että sivulla näkyy tämä vertailukoodi, ja valitse siellä ”Kyllä, koodit täsmäävät”.
commit-waiting = Odotetaan kirjautumissivua
commit-refused-title = Puhelinta ei yhdistetty
commit-refused-text = Kirjautumissivulla ei hyväksytty tätä puhelinta. Lue uusi koodi, jos haluat yrittää uudelleen.
commit-expired-title = Yhdistämisen aika päättyi
commit-expired-text = Yhdistäminen täytyy viedä loppuun kymmenessä minuutissa. Valitse kirjautumissivulla ”Hae uusi QR‑koodi” ja lue uusi koodi.

paired-title = Key on yhdistetty
paired-text = Voit nyt vahvistaa tunnuksen { $username } kirjautumiset palveluun { $service }.

## PIN-koodi

pin-new-title = Valitse PIN-koodi
pin-new-text = Kuusi numeroa. Sama PIN-koodi käy kaikille tileillesi.
pin-again-title = Anna PIN-koodi uudelleen
pin-again-text = Näin varmistat, että annoit sen oikein.
pin-mismatch = PIN-koodit eivät täsmänneet. Valitse PIN-koodi uudelleen.
pin-trivial = Tämä PIN-koodi on helppo arvata. Valitse toinen.
pin-unchanged = Se on nykyinen PIN-koodisi. Valitse toinen.
pin-changed-title = PIN-koodi on vaihdettu
pin-changed-text = Käytä uutta PIN-koodia tästä lähtien.
pin-changed-behind-title = Ei vielä vaihdettu: { $services }
pin-changed-behind-text = Siellä on vielä voimassa edellinen PIN-koodisi. Vie vaihto loppuun kohdassa Asetukset, Vaihda PIN-koodi.
pin-title = Anna PIN-koodi
pin-for-pairing = Kaikilla tileilläsi on sama PIN-koodi. { $service } tarkistaa sen, ennen kuin tili lisätään.
pin-for-offline = Sitten näet palvelun { $service } koodin.
pin-for-biometrics-on = Ota käyttöön sormenjälki tai kasvot.
pin-for-biometrics-off = Vahvista jatkossa vain PIN-koodilla.
pin-for-change = { $service } tarkistaa sen ensin. Sitten valitset uuden.
pin-for-finish = Sitten myös { $service } saa uuden PIN-koodisi.
pin-behind = Palvelussa { $service } on vielä edellinen PIN-koodisi.
pin-previous-title = Anna edellinen PIN-koodisi
pin-typed = { $typed } numeroa kuudesta annettu
pin-delete = Poista viimeinen numero
pin-keypad = Numerot

## Sormenjälki tai kasvot

biometrics-offer-title = Haluatko vahvistaa sormenjäljellä tai kasvoilla?
biometrics-offer-text = Se on nopeampaa kuin PIN-koodin antaminen. PIN-koodi toimii silti aina.
biometrics-offer-use = Käytä sormenjälkeä tai kasvoja
biometrics-offer-skip = Käytä vain PIN-koodia
biometrics-use = Käytä sormenjälkeä tai kasvoja
biometrics-failed = Ei tunnistettu. Yritä uudelleen tai käytä PIN-koodia.

## Pyyntö

request-warning = Vahvista vain kirjautuminen, jonka aloitit itse.
request-warning-add-device = Puhelimen haltija voi sen jälkeen vahvistaa puolestasi. Vahvista vain, jos lisäät puhelinta itse.
request-warning-new-list = Uuden listan haltija voi kirjautua puolestasi. Vahvista vain, jos pyysit sitä itse.
request-warning-remove-device = Vahvista vain, jos pyysit tätä itse.
request-warning-remove-this = Tällä puhelimella on tämä nimi: se ei voi sen jälkeen enää vahvistaa puolestasi. Vahvista vain, jos pyysit tätä itse.
request-time-left = Aikaa jäljellä
request-not-me = Se en ollut minä
request-digits-title = Kirjoita kuusi numeroa
request-digits-label = Kuusi numeroa
request-digits-where = { $username }: ne ovat palvelun { $service } sivulla selaimessa.
request-digits-next = Seuraavaksi kirjoitat sivulla näkyvät kuusi numeroa.
request-digits-short = Kirjoita kaikki kuusi numeroa.
request-digits-mistyped = Numerot eivät ole samat kuin sivulla. Voit yrittää vielä kerran.
request-working = Lähetetään vastausta
request-confirmed-title = Kirjautuminen vahvistettu
request-confirmed-text = Selain jatkaa automaattisesti.
request-declined-title = Kirjautuminen hylätty
request-declined-text = Selaimessa ei kirjauduttu sisään.
request-reported-title = Kirjautuminen pysäytettiin
request-reported-text = Joku saattaa tietää salasanasi. Ilmoita asiasta heti pääkäyttäjällesi tai palvelun { $service } tukeen, jotta salasana vaihdetaan.
change-confirmed-title = Vahvistettu
change-confirmed-text = Selain jatkaa automaattisesti.
change-declined-title = Hylätty
change-declined-text = Mitään ei muutettu.
change-reported-title = Muutos pysäytettiin
change-reported-text = Joku oli kirjautuneena tunnuksellasi. Se selain on kirjattu ulos. Ilmoita asiasta heti pääkäyttäjällesi tai palvelun { $service } tukeen, jotta salasana vaihdetaan.
request-unsaved-title = Ei tallennettu tähän puhelimeen
request-unsaved-text = Vastauksesi meni perille, mutta Key ei voinut tallentaa sitä. Vapauta puhelimesta tilaa.
request-confirmed-elsewhere-title = Jo vahvistettu
request-confirmed-elsewhere-text = Pyyntö vahvistettiin toisella laitteellasi. Jos et vahvistanut sitä itse, ilmoita asiasta heti pääkäyttäjällesi tai palvelun { $service } tukeen.
request-declined-elsewhere-title = Jo hylätty
request-declined-elsewhere-text = Pyyntö hylättiin toisella laitteellasi. Sinun ei tarvitse tehdä mitään.
request-expired-title = Tämä pyyntö on päättynyt
request-expired-text = Sen aika päättyi, se peruttiin tai uudempi pyyntö korvasi sen. Tällä puhelimella ei vahvistettu mitään. Jos uudempi ei ole sinun, valitse siinä ”Se en ollut minä”.
request-digits-wrong-title = Numerot eivät täsmänneet
request-digits-wrong-text = Pyyntö päättyi, eikä mitään vahvistettu. Aloita selaimessa uudelleen ja kirjoita ne kuusi numeroa, jotka silloin näkyvät.
request-refused-left = { $left ->
    [one] Väärä PIN-koodi. { $left } yritys jäljellä. Sitten Key lukittuu tällä tilillä.
   *[other] Väärä PIN-koodi. { $left } yritystä jäljellä.
}
request-untrusted-title = Tähän pyyntöön ei voi luottaa
request-untrusted-text = Pyyntö ei ole palvelun { $service } allekirjoittama, tai sitä on muutettu matkalla. Mitään ei vahvistettu. Aloita selaimessa uudelleen.

## Ongelmat

trouble-network-title = Ei yhteyttä
trouble-network-text = Mitään ei kadonnut. Tarkista verkkoyhteys ja yritä uudelleen.
trouble-offline-line = Ei yhteyttä. Anna PIN-koodi uudelleen.
trouble-service-title = { $service } ei ole juuri nyt käytettävissä
trouble-service-text = Mitään ei kadonnut. Yritä hetken kuluttua uudelleen.
trouble-busy-title = Liian monta yritystä
trouble-busy-text = Odota { $wait } ja yritä uudelleen.
trouble-version-title = Päivitä Key
trouble-version-text = { $service } vaatii uudemman Keyn. Päivitä sovellus. Tilisi säilyvät ennallaan.
trouble-storage-title = Tallennus ei onnistunut
trouble-storage-text = Mitään ei muutettu. Vapauta puhelimesta tilaa ja yritä uudelleen.
trouble-unknown-title = Tämä ei onnistunut
trouble-unknown-text = Mitään ei vahvistettu. Yritä hetken kuluttua uudelleen.
trouble-biometrics-title = Tunnistus ei onnistunut
trouble-biometrics-text = Mitään ei vahvistettu. Yritä uudelleen tai käytä PIN-koodia.
trouble-biometrics-changed-title = Sormenjälki- tai kasvotiedot ovat muuttuneet
trouble-biometrics-changed-text = Mitään ei vahvistettu. Puhelimeen on lisätty tai siitä on poistettu sormenjälki tai kasvot. Käytä PIN-koodia.
trouble-digits-title = Kuusi numeroa puuttuu
trouble-digits-text = Mitään ei vahvistettu. Avaa pyyntö uudelleen ja kirjoita kuusi numeroa, jotka näkyvät kirjautumissivulla.
trouble-disconnected-title = { $service } ei enää tunnista tätä puhelinta
trouble-disconnected-text = Mitään ei vahvistettu. Poista tili täältä, kirjaudu palveluun selaimessa ja valitse ”Ota Key käyttöön” tai ”Lisää puhelin”. Muut tilisi toimivat kuten ennenkin.
trouble-fault-title = { $service } ei toimi oikein
trouble-fault-text = Palvelun vastausta ei voitu lukea. Mitään ei kadonnut. Yritä hetken kuluttua uudelleen.
trouble-identity-title = Palvelun aitoutta ei voitu varmistaa
trouble-identity-text = Vastaus ei tullut siltä palvelulta, johon koodi tai tili kuuluu. Mitään ei yhdistetty eikä vahvistettu. Avaa kirjautumissivu osoitteesta, jonka tunnet, ja aloita siellä alusta.
service-unnamed = palvelu
work-checking = Tarkistetaan PIN-koodia
work-pin = Viedään uusi PIN-koodi palveluihin
work-enrolling = Luodaan puhelimen avaimia
work-making-code = Luodaan koodia
work-giving-up = Lopetetaan yhdistäminen
work-biometrics = Ilmoitetaan palveluille
trouble-not-confirmed-title = Ei vahvistettu
trouble-not-confirmed-text = { $left ->
    [one] Ei vahvistettu. Anna PIN-koodi uudelleen. { $left } yritys jäljellä.
   *[other] Ei vahvistettu. Anna PIN-koodi uudelleen. { $left } yritystä jäljellä.
}

## Uuden tilin PIN-koodin tarkistaa palvelu, johon Key on jo yhdistetty

check-busy-title = Liian monta yritystä palvelussa { $service }
check-busy-text = Palvelu tarkistaa PIN-koodisi. Tiliä ei lisätty. Odota { $wait } ja yritä uudelleen.
check-failed-title = { $service } ei tarkistanut PIN-koodiasi
check-failed-text = Tiliä ei lisätty. Jos näin käy uudelleen, avaa Keyssä { $service }, valitse ”Poista Key käytöstä” ja aloita alusta.
check-identity-title = Palvelun { $service } aitoutta ei voitu varmistaa
check-identity-text = Sen piti tarkistaa PIN-koodisi, mutta vastaus ei tullut siltä palvelulta, johon Key on yhdistetty. Tiliä ei lisätty. Avaa Keyssä { $service }, valitse ”Poista Key käytöstä” ja aloita alusta.
check-next = Jos olet varma koodista, anna se uudelleen: { $next } tarkistaa.
check-refused = { $left ->
    [one] Väärä PIN-koodi. { $left } yritys jäljellä palvelussa { $service }. Sitten Key lukittuu siellä.
   *[other] Väärä PIN-koodi. { $left } yritystä jäljellä palvelussa { $service }.
}
check-unreached = { $service } ei vastaa. Anna PIN-koodi uudelleen tai poista { $service } Keystä, jos sitä ei enää ole.

## Asetukset ja puhelinsimulaattori


simulator-closed-title = Puhelin on täällä suljettu
simulator-closed-text = Avaa osoite, jonka kokeiluohjelma on tulostanut ikkunaansa. Osoite vaihtuu joka käynnistyksellä.
simulator-offline = Lentotila
simulator-sensor = Simuloitu sormenjälkitunnistin
simulator-title = Simuloitu puhelin
simulator-touch = Seuraava kosketus tunnistetaan
simulator-noscript = Ota JavaScript käyttöön, niin voit käyttää puhelinta selaimessa.
simulator-reconnecting = Yhdistetään puhelimeen uudelleen

## Väärät PIN-koodit ennen oikeaa ja Keyn poistaminen käytöstä tässä puhelimessa

failures-title = { $count ->
    [one] Yksi väärä PIN-koodi { $time } alkaen
   *[other] { $count } väärää PIN-koodia { $time } alkaen
}
failures-text = Annettu palveluun { $service }. Jos se et ollut sinä, jollakulla on tämä puhelin tai sen kopio.
failures-disconnect = Poista Key käytöstä
failures-known = Se olin minä
disconnect-title = Poistetaanko Key käytöstä palvelussa { $service }?
disconnect-text = Tili poistuu Keystä, eikä tällä puhelimella voi enää vahvistaa tunnuksella { $username }. Voit ottaa Keyn uudelleen käyttöön kertasalasanalla.
disconnect-confirm = Poista käytöstä
disconnect-working = Poistetaan käytöstä
disconnect-failed-title = Palveluun { $service } ei saatu yhteyttä
disconnect-failed-text = Key on palvelussa yhä käytössä. Yritä uudelleen tai poista tili vain tästä puhelimesta. Kertasalasanalla voit ottaa Keyn uudelleen käyttöön.
disconnect-only-here = Poista tästä puhelimesta
settings-title = Asetukset
settings-as-phone = Kuten puhelimessa
settings-biometrics = Sormenjälki tai kasvot
settings-pin = Vaihda PIN-koodi
settings-pin-unfinished = Kesken: { $services }
settings-theme = Värit
settings-theme-light = Vaalea
settings-theme-dark = Tumma
settings-phone-name = Tämän puhelimen nimi
settings-phone-name-text = Palvelut näyttävät sen tileillä, jotka lisäät tästä lähtien.
name-not-shown = Nimessä ei ole merkkejä, jotka voi näyttää. Valitse toinen.
about-title = Tietoja Keystä
about-text = Kirjautumisesi vahvistat sinä itse.
settings-version = Versio
about-keys = Avaimet
about-keys-files = Tämän laitteen tiedostoissa, kuten tavallisella tietokoneella.
about-keys-hardware = Tämän laitteen suojatussa piirissä, joka ei luovuta niitä koskaan.
about-licences = Lisenssit
about-licences-text = Key: MIT tai Apache 2.0. Kirjasin Inter: SIL Open Font License 1.1.

## Offline-koodi

code-title = Offline-koodi
code-choose = Mikä tili?
code-label = Offline-koodi
code-left = Uusi koodi { $seconds } sekunnin päästä
code-where = Kirjoita se kirjautumissivulle kohtaan ”Puhelimeni on offline-tilassa”.
code-unchecked = Key ei voi tarkistaa PIN-koodia tässä: väärä PIN-koodi antaa väärän koodin.
code-hidden = Koodi on taas piilossa.
code-again = Näytä koodi

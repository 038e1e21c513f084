### Puhelinsovellus.

app-title = Key

## Etusivu

home-accounts = Tilit
home-add = Lisää
home-loading = Avataan Key
home-empty-title = Ei vielä tilejä
home-empty-text = Kirjaudu palvelun sivulla, valitse siellä ”Ota Key käyttöön” ja lisää tili täällä.
home-empty-add = Lisää tili
home-requests = Pyynnöt
home-request-login = Kirjaudutaanko palveluun { $service }?
home-request-now = Juuri nyt
home-request-minutes = { $minutes ->
    [one] { $minutes } minuutti sitten
   *[other] { $minutes } minuuttia sitten
}

## Tili

account-status-disconnected = Irrotettu
account-status-frozen = Pysäytetty
account-status-locked = Lukittu
account-status-offline = Ei yhteyttä
account-status-pairing = Jatka kirjautumissivulla
account-locked-title = Key on lukittu palvelussa { $service }
account-locked-text = Vahvistus epäonnistui viisi kertaa. Kirjaudu palveluun { $service } kertakäyttösalasanalla ja ota Key uudelleen käyttöön. Muut tilisi toimivat kuten ennenkin.
account-frozen-title = Tämän Keyn kopio on vastannut
account-frozen-text = Joku muu saattaa käyttää Keysi kopiota. Molemmat on pysäytetty, eikä niillä voi vahvistaa mitään. Poista tili täältä, kirjaudu palveluun { $service } kertakäyttösalasanalla ja ota Key uudelleen käyttöön.
account-disconnected-title = { $service } on irrottanut tämän laitteen
account-disconnected-text = Key ei voi enää vahvistaa tunnuksella { $username }. Poista tili täältä, kirjaudu kertakäyttösalasanalla ja ota Key uudelleen käyttöön. Muut tilisi toimivat kuten ennenkin.
account-gone-title = Tämä tili ei ole enää Keyssä
account-gone-text = Mitään ei vahvistettu. Jos tarvitset tiliä vielä, kirjaudu kertakäyttösalasanalla ja ota Key uudelleen käyttöön.
account-unusable-title = Key on otettava uudelleen käyttöön
account-unusable-text = Mitään ei vahvistettu. Kirjaudu kertakäyttösalasanalla ja valitse ”Ota Key käyttöön” ({ $service }). Muut tilisi toimivat kuten ennenkin.
account-remove = Poista tili
account-remove-title = Poistetaanko { $username } tästä Keystä?
account-remove-text = Tällä laitteella ei sen jälkeen voi vahvistaa palvelussa { $service }. Voit ottaa Keyn uudelleen käyttöön kertakäyttösalasanalla.
account-remove-keep = Säilytä tili

## Tilin lisääminen

pair-title = Lisää tili
pair-ready-title = Näetkö QR‑koodin kirjautumissivulla?
pair-ready-text = Pääset sinne käyttäjätunnuksella ja salasanalla: valitse kirjautumissivulla ”Ota Key käyttöön”.
pair-ready-yes = Kyllä, lue QR‑koodi
pair-ready-other = Lisää muulla tavalla
pair-other-title = Lisää muulla tavalla
pair-paste = Liitä linkki
pair-paste-text = Linkki on QR‑koodin alla.
pair-paste-title = Liitä yhdistämislinkki
pair-paste-label = Yhdistämislinkki
pair-picture = Valitse kuva
pair-picture-text = Kuva QR‑koodista
pair-scan = Lue kameralla
pair-scan-text = QR‑koodi on kirjautumissivulla.
pair-elsewhere-title = Tästä osoitteesta ei vastaa Key-palvelu
pair-elsewhere-text = Mitään ei yhdistetty. Kopioi linkki uudelleen kirjautumissivulta.

camera-title = Lue QR‑koodi
camera-hint = Osoita kameralla kirjautumissivun QR‑koodia
camera-view = Kameran kuva
camera-refused-title = Key ei saa käyttää kameraa
camera-refused-text = Salli kamera puhelimen tai selaimen asetuksissa tai lisää tili muulla tavalla.

picture-empty-title = Kuvassa ei ole QR‑koodia
picture-empty-text = Valitse kuva, jossa QR‑koodi näkyy kokonaan, tai liitä linkki.
picture-foreign-title = Key ei voi avata tätä tiedostoa kuvana
picture-foreign-text = Tiedosto on vioittunut, liian suuri tai muu kuin kuva. Valitse enintään 10 megatavun PNG-, JPEG- tai WebP-kuva tai liitä linkki.

link-opening = Avataan linkkiä
link-expired-title = Linkki on vanhentunut
link-expired-text = Yhdistämislinkki on voimassa kaksi minuuttia. Valitse kirjautumissivulla ”Aktivoi uusi QR‑koodi” ja lue uusi koodi.
link-used-title = Linkki on jo käytetty
link-used-text = Yhdistämislinkki toimii kerran. Valitse kirjautumissivulla ”Aktivoi uusi QR‑koodi”. Jos et käyttänyt linkkiä itse, valitse siellä ”Ei, tämä ei ole puhelimeni”.
link-foreign-title = Tämä ei ole yhdistämislinkki
link-foreign-text = Linkki on kirjautumissivulla QR‑koodin alla. Kopioi se kokonaan.
link-insecure-title = Tämä linkki ei ole turvallinen
link-insecure-text = Linkin alussa ei ole https, joten muut voisivat kuunnella. Mitään ei lähetetty. Avaa kirjautumissivu tutusta osoitteesta ja kopioi linkki sieltä.
link-version-title = Päivitä Key
link-version-text = Tämä linkki vaatii uudemman Keyn. Päivitä sovellus ja lue sitten uusi koodi.

review-title = Yhdistetäänkö palveluun { $service }?
review-text = Tarkista, että osoite on kirjautumissivusi osoite.
review-warning = Vahvista vain, jos aloitit yhdistämisen itse.
review-confirm = Vahvista yhdistäminen

commit-title = Jatka kirjautumissivulla
commit-text = Tarkista, että sivulla näkyy tämä vertailukoodi, ja valitse siellä ”Kyllä, koodit täsmäävät”.
commit-waiting = Odotetaan kirjautumissivua
commit-refused-title = Ei yhdistetty
commit-refused-text = Kirjautumissivulla ei hyväksytty tätä puhelinta. Lue uusi koodi, jos haluat yrittää uudelleen.

paired-title = Key on yhdistetty
paired-text = Voit nyt vahvistaa tunnuksen { $username } kirjautumiset palveluun { $service }.

## PIN-koodi

pin-new-title = Valitse PIN-koodi
pin-new-text = Kuusi numeroa. Samalla PIN-koodilla vahvistat kaikilla tileilläsi.
pin-again-title = Anna PIN-koodi uudelleen
pin-again-text = Näin varmistat, että kirjoitit sen oikein.
pin-mismatch = PIN-koodit eivät olleet samat. Valitse PIN-koodi uudelleen.
pin-trivial = Tämä PIN-koodi on helppo arvata. Valitse toinen.
pin-title = Anna PIN-koodi
pin-for-login = ja vahvista kirjautuminen palveluun { $service }
pin-for-pairing = ja lisää tili. Kaikilla tileilläsi on sama PIN-koodi, ja { $service } tarkistaa sen.
pin-typed = { $typed } numeroa kuudesta annettu
pin-delete = Poista viimeinen numero
pin-keypad = Numerot

## Sormenjälki tai kasvot

biometrics-offer-title = Vahvistatko sormenjäljellä tai kasvoilla?
biometrics-offer-text = Se on nopeampaa kuin PIN-koodi. Myös PIN-koodi toimii aina.
biometrics-offer-use = Käytä sormenjälkeä tai kasvoja
biometrics-offer-skip = Käytä vain PIN-koodia
biometrics-use = Käytä sormenjälkeä tai kasvoja
biometrics-failed = Ei tunnistettu. Yritä uudelleen tai käytä PIN-koodia.

## Pyyntö

request-warning = Vahvista vain kirjautuminen, jonka aloitit itse.
request-new-browser = Tiliä ei ole käytetty tällä selaimella
request-new-browser-short = Uusi selain
request-not-me = Tämä en ollut minä
request-digits-title = Kirjoita kuusi numeroa
request-digits-label = Kuusi numeroa
request-digits-where = Ne näkyvät selaimessa kirjautumissivulla ({ $service }).
request-digits-next = Seuraavaksi kirjoitat kuusi numeroa, jotka näkyvät kirjautumissivulla.
request-digits-short = Kirjoita kaikki kuusi numeroa.
request-working = Lähetetään vastausta
request-confirmed-title = Kirjautuminen vahvistettu
request-confirmed-text = Selain jatkaa itsestään.
request-declined-title = Kirjautuminen hylätty
request-declined-text = Selainta ei päästetty sisään.
request-reported-title = Kirjautuminen pysäytettiin
request-reported-text = Joku saattaa tietää salasanasi. Kerro asiasta heti pääkäyttäjälle tai palvelun { $service } tukeen, jotta se vaihdetaan.
request-confirmed-elsewhere-title = Jo vahvistettu
request-confirmed-elsewhere-text = Kirjautuminen vahvistettiin toisella laitteellasi. Jos et vahvistanut sitä itse, kerro asiasta heti pääkäyttäjälle tai palvelun { $service } tukeen.
request-declined-elsewhere-title = Jo hylätty
request-declined-elsewhere-text = Kirjautuminen hylättiin toisella laitteellasi. Selainta ei päästetty sisään. Sinun ei tarvitse tehdä mitään.
request-expired-title = Tämä kirjautuminen on päättynyt
request-expired-text = Sen aika loppui, se peruttiin tai uudempi kirjautuminen tuli sen tilalle. Tässä ei vahvistettu mitään.
request-digits-wrong-title = Kirjoitetut kuusi numeroa eivät täsmänneet
request-digits-wrong-text = Kirjautuminen päättyi, eikä mitään vahvistettu. Aloita se selaimessa uudelleen ja kirjoita silloin näkyvät kuusi numeroa.
request-refused-left = { $left ->
    [one] Ei vahvistettu. { $left } yritys jäljellä.
   *[other] Ei vahvistettu. { $left } yritystä jäljellä.
}
request-untrusted-title = Tähän pyyntöön ei voi luottaa
request-untrusted-text = Pyyntö ei ole palvelun { $service } allekirjoittama, tai sitä on muutettu matkalla. Mitään ei vahvistettu. Aloita kirjautuminen selaimessa uudelleen.

## Ongelmat

trouble-network-title = Ei yhteyttä
trouble-network-text = Mitään ei kadonnut. Tarkista verkkoyhteys ja yritä uudelleen.
trouble-offline-line = Ei yhteyttä. Mitään ei kadonnut. Anna PIN-koodi uudelleen.
trouble-service-title = { $service } ei voi nyt vastata
trouble-service-text = Mitään ei kadonnut. Yritä hetken kuluttua uudelleen.
trouble-busy-title = Liian monta yritystä
trouble-busy-text = Odota { $wait } ja yritä uudelleen.
trouble-version-title = Päivitä Key
trouble-version-text = { $service } vaatii uudemman Keyn. Päivitä sovellus. Tilisi säilyvät ennallaan.
trouble-storage-title = Tallennus ei onnistunut
trouble-storage-text = Mitään ei muutettu. Vapauta puhelimesta tilaa ja yritä uudelleen.
trouble-unknown-title = Tämä ei onnistunut
trouble-unknown-text = Mitään ei vahvistettu. Yritä hetken kuluttua uudelleen.
trouble-biometrics-title = Ei tunnistettu
trouble-biometrics-text = Mitään ei vahvistettu. Yritä uudelleen tai käytä PIN-koodia.
trouble-biometrics-changed-title = Sormenjäljet tai kasvot ovat muuttuneet
trouble-biometrics-changed-text = Mitään ei vahvistettu. Puhelimeen on lisätty tai siitä on poistettu sormenjälki tai kasvot. Käytä PIN-koodia.
trouble-digits-title = Kuusi numeroa puuttuu
trouble-digits-text = Mitään ei vahvistettu. Avaa pyyntö uudelleen ja kirjoita kuusi numeroa, jotka näkyvät kirjautumissivulla.
trouble-disconnected-title = { $service } ei enää tunne tätä puhelinta
trouble-disconnected-text = Mitään ei vahvistettu. Poista tili täältä, kirjaudu kertakäyttösalasanalla ja ota Key uudelleen käyttöön. Muut tilisi toimivat kuten ennenkin.
trouble-fault-title = { $service } ei toimi oikein
trouble-fault-text = Vastausta ei voi lukea. Mitään ei kadonnut. Yritä hetken kuluttua uudelleen.
trouble-identity-title = Palvelua ei voitu varmistaa
trouble-identity-text = Vastaaja ei ole se palvelu, johon koodi tai tili kuuluu. Mitään ei yhdistetty eikä vahvistettu. Avaa kirjautumissivu tutusta osoitteesta ja aloita siellä alusta.
service-unnamed = palvelu
work-checking = Tarkistetaan PIN-koodia
work-enrolling = Luodaan puhelimen avaimia
trouble-not-confirmed-title = Ei vahvistettu
trouble-not-confirmed-text = { $left ->
    [one] Ei vahvistettu. Anna PIN-koodi uudelleen. { $left } yritys jäljellä.
   *[other] Ei vahvistettu. Anna PIN-koodi uudelleen. { $left } yritystä jäljellä.
}

## Uuden tilin PIN-koodin tarkistaa palvelu, johon Key on jo yhdistetty

check-busy-title = { $service } on saanut liian monta kyselyä
check-busy-text = Se tarkistaa PIN-koodisi. Mitään ei yhdistetty. Odota { $wait } ja yritä uudelleen.
check-failed-title = { $service } ei tarkistanut PIN-koodiasi
check-failed-text = Mitään ei yhdistetty. Jos näin käy uudelleen, valitse Keyssä { $service }, katkaise tämän puhelimen yhteys siihen ja aloita alusta.
check-identity-title = Palvelua { $service } ei voitu varmistaa
check-identity-text = Sen piti tarkistaa PIN-koodisi, mutta vastaaja ei ole se palvelu, johon Key on yhdistetty. Mitään uutta ei yhdistetty. Valitse Keyssä { $service }, katkaise tämän puhelimen yhteys siihen ja aloita alusta.
check-next = Jos olet varma, anna se uudelleen. { $next } tarkistaa.
check-refused = { $left ->
    [one] Ei vahvistettu. { $service }: { $left } yritys jäljellä.
   *[other] Ei vahvistettu. { $service }: { $left } yritystä jäljellä.
}
check-unreached = { $service } ei vastaa. Anna PIN-koodi uudelleen, tai poista { $service } Keystä, jos sitä ei enää ole.

## Asetukset ja puhelinsimulaattori

settings-language-phone = Sama kuin puhelimessa

simulator-closed-title = Puhelin on täällä suljettu
simulator-closed-text = Avaa osoite, jonka cargo run on tulostanut. Osoite vaihtuu joka käynnistyksellä.
simulator-sensor = Simuloitu sormenjälkitunnistin
simulator-title = Simuloitu puhelin
simulator-touch = Seuraava kosketus tunnistetaan
simulator-noscript = Ota JavaScript käyttöön, niin voit käyttää puhelinta selaimessa.
simulator-reconnecting = Yhdistetään puhelimeen uudelleen

## Väärät PIN-koodit ennen oikeaa ja tämän puhelimen yhteyden katkaiseminen

failures-title = { $count ->
    [one] Yksi väärä PIN-koodi { $time } alkaen
   *[other] { $count } väärää PIN-koodia { $time } alkaen
}
failures-text = Annettu palveluun { $service }. Etkö se ollut sinä? Silloin jollakulla on tämä puhelin tai sen kopio.
failures-disconnect = Katkaise tämän puhelimen yhteys
failures-known = Se olin minä
disconnect-title = Katkaistaanko tämän puhelimen yhteys palveluun { $service }?
disconnect-text = Sillä ei voi sen jälkeen vahvistaa tunnuksella { $username }. Voit ottaa Keyn uudelleen käyttöön kertakäyttösalasanalla.
disconnect-confirm = Katkaise yhteys
disconnect-working = Katkaistaan yhteyttä
disconnect-failed-title = Palvelulle { $service } ei voitu ilmoittaa
disconnect-failed-text = Tämä puhelin on yhä yhdistetty siihen. Yritä uudelleen tai poista tili vain tästä puhelimesta. Kertakäyttösalasanalla voit ottaa Keyn uudelleen käyttöön.
disconnect-only-here = Poista tästä puhelimesta

### Telefonappen.

app-title = Key

## Forside

home-accounts = Konti
home-add = Tilføj en konto
home-loading = Åbner Key
home-empty-title = Ingen konti endnu
home-empty-text = Log ind på din tjeneste i browseren, vælg ”Aktiver Key” eller ”Tilføj en telefon” der, og tilføj kontoen her.
home-empty-add = Tilføj en konto
home-unfinished = Ikke færdig: { $service }
home-offline = Log ind, når telefonen ikke har netværk
home-activity = Seneste aktivitet
home-requests = Anmodninger
home-request-login = Log ind på { $service }?
home-request-add-device = Tilføj en telefon til { $service }?
home-request-new-list = Lav en ny adgangskodeliste til { $service }?
home-request-remove-device = Fjern en telefon fra { $service }?
banner-login = Login fra { $browser }
banner-add-device = Tilføj en telefon, fra { $browser }
banner-new-list = En ny adgangskodeliste, fra { $browser }
banner-remove-device = Fjern en telefon, fra { $browser }
home-request-now = Lige nu
home-request-minutes = { $minutes ->
    [one] For { $minutes } minut siden
   *[other] For { $minutes } minutter siden
}
age-hours = { $hours ->
    [one] { $hours } time siden
   *[other] { $hours } timer siden
}
age-days = { $days ->
    [one] { $days } dag siden
   *[other] { $days } dage siden
}

## Konto

account-status-disconnected = Frakoblet
account-status-frozen = Stoppet
account-status-locked = Låst
account-status-offline = Ingen forbindelse
account-title = Konto
account-device = Telefonens navn
account-factor = Bekræfter med
account-factor-pin = PIN-kode
account-factor-biometrics = Fingeraftryk eller ansigt
account-rename = Navn i Key
account-rename-text = Kun du ser det. Lad det stå tomt for at vise ”{ $service }”.
account-activity-none = Intet er besvaret på denne telefon endnu.
answered-title = Besvaret anmodning
answered-not-me = Meldt som ikke din
answered-verify = Kontrollér kvittering
answered-genuine-title = Kvitteringen er ægte
answered-genuine-text = Tjenesten har signeret, at den fik netop dette svar fra denne telefon.
answered-broken-title = Kvitteringen stemmer ikke
answered-broken-text = Det gemte er ændret eller beskadiget. Det beviser intet.
account-locked-title = Key er låst for { $service }
account-locked-text = Bekræftelsen mislykkedes fem gange. Log ind på { $service } med en engangsadgangskode, og aktiver Key igen. Dine andre konti er ikke berørt.
account-frozen-title = En kopi af din Key er blevet brugt
account-frozen-text = Nogen bruger måske en kopi af din Key. Begge er stoppet, og intet kan bekræftes med dem. Fjern kontoen her, log ind på { $service } med en engangsadgangskode, og aktiver Key igen.
account-disconnected-title = { $service } har frakoblet denne telefon
account-disconnected-text = Key kan ikke længere bekræfte for { $username }. Fjern kontoen her, log ind på { $service } i browseren, og vælg ”Aktiver Key” eller ”Tilføj en telefon”. Dine andre konti er ikke berørt.
account-gone-title = Kontoen er ikke længere i Key
account-gone-text = Intet blev bekræftet. Log ind med en engangsadgangskode, og aktiver Key igen, hvis du stadig har brug for kontoen.
account-unusable-title = Key skal aktiveres igen
account-unusable-text = Intet blev bekræftet. Log ind på { $service } med en engangsadgangskode, og vælg ”Aktiver Key”. Dine andre konti er ikke berørt.
account-remove = Fjern kontoen
account-remove-title = Vil du fjerne { $username } fra Key?
account-remove-text = Telefonen kan derefter ikke længere bekræfte for { $username } hos { $service }. Du kan aktivere Key igen med en engangsadgangskode.
account-remove-keep = Behold kontoen

## Tilføj en konto

pair-title = Tilføj en konto
pair-ready-title = Kan du se QR‑koden på loginsiden?
pair-ready-text = Indtast brugernavn og adgangskode på loginsiden, og vælg ”Aktiver Key” eller ”Tilføj en telefon”.
pair-ready-yes = Ja, scan QR‑koden
pair-ready-other = Tilføj på en anden måde
pair-other-title = Tilføj på en anden måde
pair-paste = Indsæt et link
pair-paste-text = Kopiér det på loginsiden
pair-paste-title = Indsæt tilknytningslinket
pair-paste-label = Tilknytningslink
pair-picture = Vælg et billede
pair-picture-text = Et billede af QR‑koden
pair-scan = Scan med kameraet
pair-scan-text = QR‑koden vises på loginsiden.
pair-new-code = Scan en ny kode
pair-elsewhere-title = Ingen Key-tjeneste svarer på denne adresse
pair-elsewhere-text = Kontoen blev ikke tilføjet. Kopier linket igen fra loginsiden.

camera-title = Scan QR‑koden
camera-hint = Ret kameraet mod QR‑koden på loginsiden
camera-view = Billede fra kameraet
camera-refused-title = Key må ikke bruge kameraet
camera-refused-text = Tillad kameraet for Key i telefonens eller browserens indstillinger, og prøv igen.
camera-missing-title = Der blev ikke fundet noget kamera
camera-missing-text = Tilføj kontoen med linket eller et billede af QR‑koden.
camera-try-again = Prøv kameraet igen

picture-empty-title = Ingen QR‑kode på billedet
picture-empty-text = Vælg et billede, der viser hele QR‑koden, eller indsæt linket.
picture-foreign-title = Filen er ikke et billede, som Key kan åbne
picture-foreign-text = Den er beskadiget, for stor eller ikke et billede. Vælg et PNG-, JPEG- eller WebP-billede på højst 10 megabyte, eller indsæt linket.

link-opening = Åbner linket
link-expired-title = Linket er udløbet
link-expired-text = Det kan ikke bruges længere. Hent et nyt på loginsiden med ”Hent ny QR‑kode”.
link-used-title = Linket er allerede brugt
link-used-text = Et tilknytningslink virker kun én gang. Vælg ”Hent ny QR‑kode” på loginsiden. Hvis det ikke var dig, der brugte linket, så vælg ”Nej, det er ikke min telefon” der.
link-foreign-title = Det er ikke et tilknytningslink
link-foreign-text = Vælg ”Kopier linket” på loginsiden, og indsæt det her.
link-insecure-title = Linket er ikke sikkert
link-insecure-text = Det begynder ikke med https, så andre kan læse det, der sendes. Intet blev sendt. Åbn loginsiden fra en adresse, du kender, og kopier linket der.
link-version-title = Opdater Key
link-version-text = Linket kræver en nyere Key. Opdater appen, og scan derefter en ny kode.
scanned-codes-title = Key kan ikke gemme engangskoder endnu
scanned-codes-text = Det er til en app, der viser engangskoder. Tilknyt Key med QR‑koden eller linket på loginsiden.
scanned-request-title = Key kan ikke modtage en anmodning på denne måde endnu
scanned-request-text = Intet blev bekræftet. Anmodninger kommer af sig selv til Key, når telefonen har forbindelse.

link-open-title = Vil du åbne linket?
link-open-text = Det aktiverer Key hos { $host }. Fortsæt kun, hvis det er adressen på din loginside, og du selv har bedt om linket.
link-open-go = Fortsæt
review-title = Tilknyt Key til { $service }?
review-text = Tjek, at det er adressen på din loginside.
review-warning = Bekræft kun en tilknytning, du selv har startet.
review-already = Kontoen er allerede på denne telefon. Åbn linket på den anden telefon, hvis det er den, du tilføjer.
review-confirm = Bekræft tilknytningen
review-give-up = Tilknyt ikke

commit-title = Fortsæt på loginsiden
commit-text = Tjek, at siden viser denne kontrolkode, og vælg ”Ja, koderne stemmer” der.
commit-waiting = Venter på loginsiden
commit-refused-title = Telefonen blev ikke tilknyttet
commit-refused-text = Telefonen blev ikke godkendt på loginsiden. Scan en ny kode, hvis du vil prøve igen.
commit-expired-title = Tiden til at tilknytte er udløbet
commit-expired-text = En tilknytning skal være færdig inden ti minutter. Vælg ”Hent ny QR‑kode” på loginsiden, og scan den nye kode.

paired-title = Key er tilknyttet
paired-text = Du kan nu bekræfte logins på { $service } som { $username }.

## PIN-kode

pin-new-title = Vælg en PIN-kode
pin-new-text = Seks cifre. Den samme PIN-kode gælder for alle dine konti.
pin-again-title = Indtast PIN-koden igen
pin-again-text = Så er du sikker på, at du indtastede den rigtigt.
pin-mismatch = De to PIN-koder stemte ikke overens. Vælg en PIN-kode igen.
pin-trivial = Denne PIN-kode er let at gætte. Vælg en anden.
pin-unchanged = Det er din nuværende PIN-kode. Vælg en anden.
pin-changed-title = PIN-koden er ændret
pin-changed-text = Brug den nye PIN-kode fra nu af.
pin-changed-behind-title = Ikke ændret endnu: { $services }
pin-changed-behind-text = Der gælder din tidligere PIN-kode stadig. Afslut ændringen under Indstillinger, Ændr PIN-kode.
pin-title = Indtast din PIN-kode
pin-for-pairing = Alle dine konti har samme PIN-kode. { $service } kontrollerer den, før kontoen tilføjes.
pin-for-offline = Derefter ser du koden til { $service }.
pin-for-biometrics-on = For at bruge fingeraftryk eller ansigt.
pin-for-biometrics-off = For kun at bekræfte med PIN-koden.
pin-for-change = { $service } tjekker den først. Derefter vælger du en ny.
pin-for-finish = Derefter får { $service } også din nye PIN-kode.
pin-behind = { $service } har stadig din tidligere PIN-kode.
pin-previous-title = Indtast din tidligere PIN-kode
pin-typed = { $typed } af 6 cifre indtastet
pin-delete = Slet det sidste ciffer
pin-keypad = Cifre

## Fingeraftryk eller ansigt

biometrics-offer-title = Vil du bekræfte med fingeraftryk eller ansigt?
biometrics-offer-text = Det er hurtigere end at indtaste PIN-koden. PIN-koden virker stadig altid.
biometrics-offer-use = Brug fingeraftryk eller ansigt
biometrics-offer-skip = Brug kun PIN-kode
biometrics-use = Brug fingeraftryk eller ansigt
biometrics-failed = Ikke genkendt. Prøv igen, eller brug PIN-koden.

## Anmodning

request-warning = Bekræft kun et login, du selv har startet.
request-warning-add-device = Den, der har telefonen, kan derefter bekræfte for dig. Bekræft kun, hvis du selv er ved at tilføje en telefon.
request-warning-new-list = Den, der har den nye liste, kan logge ind som dig. Bekræft kun, hvis du selv har bedt om den.
request-warning-remove-device = Bekræft kun, hvis du selv har bedt om det.
request-warning-remove-this = Denne telefon hedder sådan: den kan derefter ikke længere bekræfte for dig. Bekræft kun, hvis du selv har bedt om det.
request-time-left = Tid tilbage
request-not-me = Det var ikke mig
request-digits-title = Indtast de seks cifre
request-digits-label = Seks cifre
request-digits-where = { $username }: de står på siden fra { $service } i browseren.
request-digits-next = Derefter indtaster du de seks cifre, som siden viser.
request-digits-short = Indtast alle seks cifre.
request-digits-mistyped = Det er ikke cifrene på siden. Du kan prøve én gang til.
request-working = Sender dit svar
request-confirmed-title = Login er bekræftet
request-confirmed-text = Browseren fortsætter automatisk.
request-declined-title = Login er afvist
request-declined-text = Browseren blev ikke logget ind.
request-reported-title = Login er stoppet
request-reported-text = Nogen kender måske din adgangskode. Kontakt straks din hovedbruger eller supporten hos { $service }, så adgangskoden bliver skiftet.
change-confirmed-title = Bekræftet
change-confirmed-text = Browseren fortsætter automatisk.
change-declined-title = Afvist
change-declined-text = Intet blev ændret.
change-reported-title = Ændringen er stoppet
change-reported-text = Nogen var logget ind som dig. Den browser er logget ud. Kontakt straks din hovedbruger eller supporten hos { $service }, så adgangskoden bliver skiftet.
request-unsaved-title = Ikke gemt på telefonen
request-unsaved-text = Dit svar er nået frem, men Key kunne ikke gemme det her. Frigør plads på telefonen.
request-confirmed-elsewhere-title = Allerede bekræftet
request-confirmed-elsewhere-text = Anmodningen blev bekræftet på en anden af dine enheder. Hvis det ikke var dig, så kontakt straks din hovedbruger eller supporten hos { $service }.
request-declined-elsewhere-title = Allerede afvist
request-declined-elsewhere-text = Anmodningen blev afvist på en anden af dine enheder. Du skal ikke gøre mere her.
request-expired-title = Anmodningen er afsluttet
request-expired-text = Tiden løb ud, den blev annulleret, eller den blev erstattet af en nyere. Intet blev bekræftet her. Er den nyere ikke din, så vælg ”Det var ikke mig” der.
request-digits-wrong-title = De seks cifre stemte ikke
request-digits-wrong-text = Anmodningen er afsluttet, og intet blev bekræftet. Begynd forfra i browseren, og indtast de seks cifre, den så viser.
request-refused-left = { $left ->
    [one] Forkert PIN-kode. { $left } forsøg tilbage. Derefter låses Key for kontoen.
   *[other] Forkert PIN-kode. { $left } forsøg tilbage.
}
request-untrusted-title = Du kan ikke stole på denne anmodning
request-untrusted-text = Den er ikke signeret af { $service }, eller den er ændret undervejs. Intet blev bekræftet. Begynd forfra i browseren.

## Problemer

trouble-network-title = Ingen forbindelse
trouble-network-text = Intet gik tabt. Tjek forbindelsen, og prøv igen.
trouble-offline-line = Ingen forbindelse. Indtast PIN-koden igen.
trouble-service-title = { $service } kan ikke bruges lige nu
trouble-service-text = Intet gik tabt. Prøv igen om lidt.
trouble-busy-title = For mange forsøg
trouble-busy-text = Vent { $wait }, og prøv igen.
trouble-version-title = Opdater Key
trouble-version-text = { $service } kræver en nyere Key. Opdater appen. Dine konti er ikke berørt.
trouble-storage-title = Key kunne ikke gemme
trouble-storage-text = Intet blev ændret. Frigør plads på telefonen, og prøv igen.
trouble-unknown-title = Det lykkedes ikke
trouble-unknown-text = Intet blev bekræftet. Prøv igen om lidt.
trouble-biometrics-title = Du blev ikke genkendt
trouble-biometrics-text = Intet blev bekræftet. Prøv igen, eller brug PIN-koden.
trouble-biometrics-changed-title = Fingeraftryk eller ansigter er ændret
trouble-biometrics-changed-text = Intet blev bekræftet. Nogen har tilføjet eller fjernet et fingeraftryk eller ansigt på telefonen. Brug PIN-koden.
trouble-digits-title = De seks cifre mangler
trouble-digits-text = Intet blev bekræftet. Åbn anmodningen igen, og indtast de seks cifre, som loginsiden viser.
trouble-disconnected-title = { $service } kender ikke længere denne telefon
trouble-disconnected-text = Intet blev bekræftet. Fjern kontoen her, log ind på tjenesten i browseren, og vælg ”Aktiver Key” eller ”Tilføj en telefon”. Dine andre konti er ikke berørt.
trouble-fault-title = Der er en fejl hos { $service }
trouble-fault-text = Svaret kan ikke læses. Intet gik tabt. Prøv igen om lidt.
trouble-identity-title = Tjenesten kunne ikke verificeres
trouble-identity-text = Svaret kom ikke fra den tjeneste, som koden eller kontoen hører til. Intet blev tilknyttet eller bekræftet. Åbn loginsiden fra en adresse, du kender, og begynd forfra der.
service-unnamed = tjenesten
work-checking = Kontrollerer PIN-koden
work-pin = Sender den nye PIN-kode til dine tjenester
work-enrolling = Opretter telefonens nøgler
work-making-code = Laver koden
work-giving-up = Stopper tilknytningen
work-biometrics = Giver tjenesterne besked
trouble-not-confirmed-title = Ikke bekræftet
trouble-not-confirmed-text = { $left ->
    [one] Intet blev bekræftet. Indtast PIN-koden igen. { $left } forsøg tilbage.
   *[other] Intet blev bekræftet. Indtast PIN-koden igen. { $left } forsøg tilbage.
}

## PIN-koden til en ny konto kontrolleres af en tjeneste, der allerede er tilknyttet

check-busy-title = For mange forsøg hos { $service }
check-busy-text = Tjenesten kontrollerer din PIN-kode. Kontoen blev ikke tilføjet. Vent { $wait }, og prøv igen.
check-failed-title = { $service } kontrollerede ikke din PIN-kode
check-failed-text = Kontoen blev ikke tilføjet. Hvis det sker igen, så vælg { $service } i Key, frakobl denne telefon, og begynd forfra.
check-identity-title = { $service } kunne ikke verificeres
check-identity-text = Tjenesten skulle kontrollere din PIN-kode, men svaret kom ikke fra den tjeneste, som Key er tilknyttet. Kontoen blev ikke tilføjet. Vælg { $service } i Key, frakobl denne telefon, og begynd forfra.
check-next = Sikker på koden? Indtast den igen, så kontrollerer { $next } den.
check-refused = { $left ->
    [one] Forkert PIN-kode. { $left } forsøg tilbage hos { $service }. Derefter låses Key der.
   *[other] Forkert PIN-kode. { $left } forsøg tilbage hos { $service }.
}
check-unreached = { $service } svarer ikke. Indtast PIN-koden igen, eller fjern { $service } fra Key, hvis tjenesten ikke findes længere.

## Indstillinger og den simulerede telefon


simulator-closed-title = Telefonen er lukket her
simulator-closed-text = Åbn den adresse, som prøveprogrammet har skrevet i sit vindue. Hver start har en ny.
simulator-offline = Flytilstand
simulator-sensor = Simuleret fingeraftrykssensor
simulator-title = Den simulerede telefon
simulator-touch = Næste berøring genkendes
simulator-noscript = Slå JavaScript til for at bruge telefonen i browseren.
simulator-reconnecting = Opretter forbindelse til telefonen igen

## Forkerte PIN-koder før en rigtig, og frakobling af denne telefon

failures-title = { $count ->
    [one] Én forkert PIN-kode siden { $time }
   *[other] { $count } forkerte PIN-koder siden { $time }
}
failures-text = Indtastet for { $service }. Var det ikke dig? Så har nogen denne telefon eller en kopi af den.
failures-disconnect = Frakobl denne telefon
failures-known = Det var mig
disconnect-title = Frakobl denne telefon fra { $service }?
disconnect-text = Kontoen forsvinder fra Key, og telefonen kan ikke længere bekræfte for { $username }. Du kan aktivere Key igen med en engangsadgangskode.
disconnect-confirm = Frakobl
disconnect-working = Frakobler
disconnect-failed-title = Ingen forbindelse til { $service }
disconnect-failed-text = Telefonen er stadig tilknyttet tjenesten. Prøv igen, eller fjern kontoen kun fra denne telefon. Du kan aktivere Key igen med en engangsadgangskode.
disconnect-only-here = Fjern fra denne telefon
settings-title = Indstillinger
settings-as-phone = Som på telefonen
settings-biometrics = Fingeraftryk eller ansigt
settings-pin = Ændr PIN-kode
settings-pin-unfinished = Ikke afsluttet: { $services }
settings-theme = Farver
settings-theme-light = Lys
settings-theme-dark = Mørk
settings-phone-name = Telefonens navn
settings-phone-name-text = Tjenesterne viser det for konti, du tilføjer fra nu af.
name-not-shown = Navnet har ingen tegn, der kan vises. Vælg et andet.
about-title = Om Key
about-text = Dine logins, bekræftet af dig.
settings-version = Version
about-keys = Nøgler
about-keys-files = I filer på denne enhed, som på en almindelig computer.
about-keys-hardware = I enhedens sikre hardware, som aldrig udleverer dem.
about-licences = Licenser
about-licences-text = Key: MIT eller Apache 2.0. Skrifttypen Inter: SIL Open Font License 1.1.

## Offlinekode

code-title = Offlinekode
code-choose = Hvilken konto?
code-label = Offlinekode
code-left = { $seconds ->
    [one] En ny kode om { $seconds } sekund
   *[other] En ny kode om { $seconds } sekunder
}
code-where = Indtast den på loginsiden under ”Min telefon er offline”.
code-unchecked = Key kan ikke tjekke PIN-koden her: en forkert PIN-kode giver en forkert kode.
code-hidden = Koden er skjult igen.
code-again = Vis koden

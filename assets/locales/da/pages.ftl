### Tjenestens sider.

page-title = { $title } – { $service }

## Startside til at prøve Key

start-title = Prøv Key
start-text = Log ind til venstre, og bekræft på telefonen til højre.
start-browser = I browseren
start-phone = På telefonen
start-phone-number = På telefon { $number }
start-open-login = Åbn loginsiden
start-open-login-text = Som i en browser
start-open-phone = Åbn telefonen
start-open-phone-number = Åbn telefon { $number }
start-open-phone-text = Key i en simuleret telefon
start-username = Brugernavn
start-password = Adgangskode
start-one-time-passwords = Engangsadgangskoder
start-closed-title = Startsiden er lukket her
start-closed-text = Åbn den adresse, som cargo run har skrevet. Hver start har en ny.
start-one-time-few = Listen er næsten brugt op. Afslut med Ctrl-C, og start igen, så vises en ny liste.

## Login

login-title = Log ind
login-username = Brugernavn
login-password = Adgangskode
login-next = Næste
login-username-missing = Skriv dit brugernavn.
login-password-missing = Skriv din adgangskode.
login-failed = Brugernavn eller adgangskode er ikke rigtig, eller login er ikke tilladt. Kontrollér begge, og prøv igen.
login-throttled-seconds = { $seconds ->
    [one] For mange forsøg. Vent { $seconds } sekund, og prøv igen.
   *[other] For mange forsøg. Vent { $seconds } sekunder, og prøv igen.
}
login-throttled-minutes = { $minutes ->
    [one] For mange forsøg. Vent { $minutes } minut, og prøv igen.
   *[other] For mange forsøg. Vent { $minutes } minutter, og prøv igen.
}
login-busy-seconds = { $seconds ->
    [one] Mange logger ind lige nu. Prøv igen om { $seconds } sekund.
   *[other] Mange logger ind lige nu. Prøv igen om { $seconds } sekunder.
}
login-busy-minutes = { $minutes ->
    [one] Mange logger ind lige nu. Prøv igen om { $minutes } minut.
   *[other] Mange logger ind lige nu. Prøv igen om { $minutes } minutter.
}

## Valg af bekræftelse

method-title = Bekræft dit login
method-text = Vælg, hvordan du vil bekræfte, at det er dig.
method-key = Bekræft i Key
method-key-text = Der kommer en anmodning på din telefon.
method-set-up = Tag Key i brug
method-set-up-text = Bekræft med telefonen fra nu af.
method-list = Brug adgangskodelisten
method-list-text = En engangsadgangskode fra din udskrevne liste
method-other = Vælg en anden måde
method-none-disconnected = Key på { $device } er frakoblet. Tag Key i brug igen, eller brug adgangskodelisten.
method-none-frozen = Key på { $device } er stoppet, fordi en kopi har svaret. Tag Key i brug igen, eller brug adgangskodelisten.
method-none-locked = Key på { $device } er låst efter fem forkerte PIN-koder. Tag Key i brug igen, eller brug adgangskodelisten.

## Engangsadgangskode

one-time-title = Engangsadgangskode
one-time-text-set-up = Før Key tages i brug, kontrollerer vi, at det er dig.
one-time-text-login = Skriv adgangskoden med dette nummer på din liste.
one-time-label = Engangsadgangskode nummer { $number }
one-time-submit = Identificér mig
one-time-missing = Skriv engangsadgangskoden.
one-time-failed = Engangsadgangskoden er ikke rigtig. Kontrollér nummeret, og prøv igen.
one-time-left = { $left ->
    [one] { $left } engangsadgangskode tilbage på din liste
   *[other] { $left } engangsadgangskoder tilbage på din liste
}
one-time-none-title = Din adgangskodeliste er brugt op
one-time-none-text = Bed hovedbrugeren om en ny liste.

## Tilknytning

pairing-title = Scan QR‑koden med Key
pairing-text = Åbn Key på telefonen, vælg ”Tilføj en konto”, og scan denne kode.
pairing-qr = QR‑kode til at tilknytte Key
pairing-link-title = Intet kamera? Brug dette link på telefonen
pairing-link-open = Tilknyt med dette link
pairing-time-label = Tid tilbage
pairing-time-left = Koden gælder i { $time } endnu.
pairing-waiting = Venter på din telefon
pairing-check = Jeg har scannet koden
pairing-expired-title = QR‑koden er udløbet
pairing-expired-text = En kode gælder i to minutter. Den kan ikke bruges længere.
pairing-renew = Aktivér ny QR‑kode
pairing-later = Ikke nu

finish-title = Fortsæt på telefonen
finish-text = Telefonen har scannet koden. Bekræft tilknytningen dér, og vælg en PIN-kode.
finish-waiting = Venter på din telefon
finish-check = Jeg er færdig på telefonen
finish-no = Det er ikke min telefon

compare-title = Er det din telefon?
compare-text = Denne telefon vil bekræfte login for { $username }. Kontrollér, at den viser samme kontrolkode.
compare-yes = Ja, koderne er ens
compare-no = Nej, det er ikke min telefon
compare-refused-title = Telefonen blev ikke tilknyttet
compare-refused-text = Kontoen er stadig kun din. Hvis du ikke ved, hvis telefon det var, så vis ikke den næste QR‑kode til nogen.

connected-title = Key er tilknyttet
connected-text = { $device } bekræfter nu dine login.
connected-start = Start

## Venter på Key

waiting-title = Bekræft i Key
waiting-text = Der er en anmodning på din telefon. Siden fortsætter af sig selv.
waiting-unshown = En af dine telefoner kan ikke vise denne anmodning. Opdatér Key på den, eller log ind på en anden måde.
waiting-digits-text = Der er en anmodning på din telefon. Fra denne browser kræver den de seks cifre herunder.
waiting-digits-caption = Skriv de seks cifre i Key
waiting-line = Venter på dit svar i Key
waiting-check = Jeg har svaret i Key
waiting-list = Brug adgangskodelisten
waiting-other-phone = Brug en anden telefon
waiting-cancel = Annuller login
waiting-time-label = Tid tilbage
waiting-confirmed = Bekræftet. Du logges ind.

## Login afbrudt

aborted-title = Login er afbrudt
aborted-declined = Anmodningen blev afvist i Key.
aborted-reported = Anmodningen blev afvist i Key, fordi den ikke var din. Nogen kender måske din adgangskode: sig det straks til din hovedbruger eller supporten for { $service }, så den bliver skiftet.
aborted-expired = Anmodningen blev ikke besvaret i tide.
aborted-digits = De seks cifre, der blev skrevet i Key, var ikke dem, der stod her.
aborted-superseded = Et nyere login blev startet, og dette er afsluttet. Fortsæt dér, hvor du startede det.
aborted-locked = Key er låst for kontoen. Log ind med en engangsadgangskode, og tag Key i brug igen.
aborted-cancelled = Du annullerede login.
aborted-again = Log ind igen
aborted-nothing = Ingen blev logget ind.

## Logget ind

welcome-title = Du er logget ind
welcome-text = Du er logget ind som { $username }.
welcome-devices = Enheder med Key
welcome-devices-none = Ingen telefon bekræfter dine login endnu.
welcome-device-added = Tilføjet { $date }
welcome-device-used = Sidst brugt { $date }
welcome-device-this = Bekræftede dette login
welcome-device-locked = Låst
welcome-device-browser = Webbrowser
welcome-log-out = Log ud
welcome-reported = Et login i { $browser } blev meldt som ikke dit. Hvis andre bruger browseren, kan du glemme den: så spørger den efter de seks cifre igen.
welcome-forget-browser = Glem browseren
logged-out-title = Du er logget ud
logged-out-text = Du kan lukke vinduet.

## Et tilknytningslink åbnet i en browser

open-title = Dette link hører til i Key
open-text = Det tilknytter appen Key på din telefon til { $service }. Linket gælder i to minutter og virker én gang.
open-app = Åbn i Key
open-step-app = Åbn Key på telefonen.
open-step-add = Vælg ”Tilføj en konto” og derefter ”Indsæt et link”.
open-step-paste = Indsæt dette link.
open-missing = Hvis du ikke har Key endnu, så installér appen først. Du kan altid aktivere en ny QR‑kode på loginsiden.

## Når noget er galt

missing-title = Siden findes ikke
missing-text = Adressen er måske skrevet forkert, eller siden er flyttet.
form-expired-title = Siden er udløbet
form-expired-text = Intet blev ændret. Begynd forfra, og send formularen inden for en time.
denied-title = Du kan ikke åbne denne side
denied-text = Log ind først, eller begynd forfra på loginsiden.
failed-title = Noget gik galt her
failed-text = Intet blev bekræftet. Prøv igen om lidt.
unavailable-title = { $service } kan ikke bruges lige nu
unavailable-text = Intet er ændret. Prøv igen om lidt. Hvis det ikke hjælper, så fortæl det til den, der driver { $service }.
connection-lost = Ingen forbindelse. Siden prøver selv igen.
trouble-login = Til loginsiden

## Tilføjet til tjenestens sider

method-paused-seconds = { $seconds ->
    [one] Flere anmodninger i træk blev ikke bekræftet. Vent { $seconds } sekund før den næste, eller brug adgangskodelisten.
   *[other] Flere anmodninger i træk blev ikke bekræftet. Vent { $seconds } sekunder før den næste, eller brug adgangskodelisten.
}
method-paused-minutes = { $minutes ->
    [one] Flere anmodninger i træk blev ikke bekræftet. Vent { $minutes } minut før den næste, eller brug adgangskodelisten.
   *[other] Flere anmodninger i træk blev ikke bekræftet. Vent { $minutes } minutter før den næste, eller brug adgangskodelisten.
}
one-time-other-number = Det nummer er blevet brugt i mellemtiden. Skriv den adgangskode, der bliver bedt om nu.
pairing-link-copy = Kopiér linket
pairing-link-copied = Kopieret
welcome-by-key = Bekræftet i Key på { $device }.
welcome-by-number = Bekræftet med engangsadgangskode nummer { $number }.
welcome-device-frozen = Stoppet: en kopi har svaret
welcome-events = Det er sket
event-device-added = Key blev taget i brug
event-device-frozen = En kopi af en Key blev stoppet
event-device-left = En Key blev frakoblet på telefonen
event-device-locked = En Key blev låst efter for mange forkerte forsøg
event-device-refused = En telefon blev ikke genkendt
event-device-removed = En telefon blev taget ud af brug
event-factor-changed = PIN-kode eller biometri i en Key blev ændret
event-factor-failures = Flere forkerte PIN-koder i en Key
event-login-not-me = Et login blev meldt som en andens

## Beskeder til brugeren

message-device-added-title = Key blev taget i brug hos { $service }
message-device-added-text = En telefon bekræfter nu login for { $username } hos { $service }. Hvis det ikke var dig, så log ind med en engangsadgangskode, og sig det straks til din hovedbruger.
message-device-frozen-title = En kopi af din Key blev stoppet
message-device-frozen-text = To kopier af en telefon har svaret for { $username } hos { $service }. Begge er stoppet, og intet kan bekræftes med dem. Log ind med en engangsadgangskode, og tag Key i brug igen.
message-device-left-title = Key blev frakoblet fra { $service }
message-device-left-text = En telefon bekræfter ikke længere login for { $username } hos { $service }. Hvis det ikke var dig, så sig det straks til din hovedbruger eller supporten for { $service }.
message-device-locked-title = Key blev låst hos { $service }
message-device-locked-text = En telefon blev låst for { $username } hos { $service } efter for mange forkerte forsøg. Log ind med en engangsadgangskode, og tag Key i brug igen.
message-device-refused-title = En telefon blev ikke forbundet med { $service }
message-device-refused-text = En telefon havde læst QR‑koden for { $username } hos { $service } og blev ikke genkendt. Den blev ikke forbundet. Vis ikke QR‑koden til nogen.
message-device-removed-title = En telefon virker ikke længere med { $service }
message-device-removed-text = Supporten for { $service } har taget en af { $username }s telefoner ud af brug. Den bekræfter ikke længere noget. Hvis du ikke har bedt om det, så sig det straks til supporten for { $service }.
message-factor-changed-title = PIN-kode eller biometri blev ændret hos { $service }
message-factor-changed-text = PIN-kode eller biometri i en telefon blev ændret for { $username } hos { $service }. Hvis det ikke var dig, så log ind med en engangsadgangskode, og kontakt straks din hovedbruger eller supporten hos { $service }.
message-factor-failures-title = Forkerte PIN-koder hos { $service }
message-factor-failures-text = Der blev indtastet tre forkerte PIN-koder i træk på en telefon for { $username } hos { $service }. Hvis det ikke var dig, har nogen telefonen eller en kopi af den: frakobl den, og kontakt straks din hovedbruger eller supporten hos { $service }.
message-login-not-me-title = Nogen forsøgte at logge ind på { $service }
message-login-not-me-text = Et login for { $username } hos { $service } blev meldt som en andens ({ $detail }). Ingen blev logget ind. Den, der forsøgte, kender adgangskoden: sig det straks til din hovedbruger eller supporten for { $service }, så den bliver skiftet.
message-phone-name = Navnet, som telefonen har givet sig selv: »{ $name }«

## The way to another site

onward-title = Videre til et andet websted
onward-text = Du sendes videre til { $site }.
onward-go = Fortsæt

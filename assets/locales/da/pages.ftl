### Tjenestens sider.

page-title = { $title } – { $service }
list-and = { $first } og { $last }

## Startside til at prøve Key

start-title = Prøv Key
start-step-login = Log ind med et af brugernavnene og dets adgangskode.
start-step-method = Vælg ”Aktiver Key”.
start-step-one-time = Indtast engangsadgangskoden med det nummer.
start-step-pair = Kopiér linket, vælg ”Tilføj en konto” på telefonen, og indsæt det der.
start-step-sms = Åbn beskeden herunder, og tryk på linket. Det åbnes på telefonen.
start-step-home = Log ud, og log ind igen.
start-step-confirm = Åbn anmodningen på telefonen, og bekræft den.
start-step-phone = Bekræft tilknytningen på telefonen, og fortsæt der.
start-step-compare = Sammenlign koderne, og vælg Ja.
start-step-connected = Key er aktiveret. Gå til din side.
start-step-done = Sådan logger man ind med Key. Prøv at afvise et login, eller tilføj en telefon.
start-step-again = Det login er afsluttet. Log ind igen.
start-step-inside = Du er allerede logget ind. Gå til din side, eller log ind som en anden.
start-step-devices = Tilføj eller fjern en telefon. Du bekræfter det i Key.
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
start-copy = Kopiér
start-one-time = Engangsadgangskode { $number }
start-closed-title = Startsiden er lukket her
start-closed-text = Åbn den adresse, som prøveprogrammet har skrevet i sit vindue. Hver start har en ny.
start-one-time-replaced = Denne bruger har lavet en ny adgangskodeliste. Brug den.
start-messages = Beskeder, som tjenesten har sendt
start-message-link = Åbn linket på telefonen
start-message-link-number = Åbn linket på telefon { $number }
start-one-time-few = Listen er næsten brugt op. Afslut med Ctrl-C, og start igen, så vises en ny liste.

## Login

login-title = Log ind
login-username = Brugernavn
login-password = Adgangskode
login-next = Næste
login-go-on = Gå til din side
login-ends-other = Et login her afslutter det.
login-username-missing = Indtast dit brugernavn.
login-password-missing = Indtast din adgangskode.
login-failed = Brugernavn eller adgangskode er forkert, eller login er ikke tilladt. Tjek begge, og prøv igen.
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
method-set-up = Aktiver Key
method-set-up-text = Bekræft med telefonen fra nu af.
method-add-phone = Tilføj en telefon
method-add-phone-text = Aktivér Key på en telefon mere.
method-list = Brug listen
method-list-text = En adgangskode fra din udskrevne liste
method-offline = Min telefon er offline
method-offline-text = Indtast en kode, som Key viser uden netværk.
method-other = Vælg en anden måde
method-none-disconnected = Key på { $device } er frakoblet. Aktiver Key igen, eller brug adgangskodelisten.
method-none-frozen = Key på { $device } er stoppet, fordi en kopi er blevet brugt. Aktiver Key igen, eller brug adgangskodelisten.
method-none-locked = Key på { $device } er låst efter fem forkerte PIN-koder. Aktiver Key igen, eller brug adgangskodelisten.

## Engangsadgangskode

one-time-title = Adgangskode fra listen
one-time-text-set-up = Før Key aktiveres, kontrollerer vi, at det er dig.
one-time-text-add = Før en telefon tilføjes, kontrollerer vi, at det er dig.
one-time-text-list = Før en ny liste laves, kontrollerer vi, at det er dig. Din gamle liste gælder ikke længere derefter.
one-time-lost = Har du mistet adgangskodelisten? Log ind med Key, og lav en ny på din side.
one-time-lost-alone = Har du mistet adgangskodelisten? Bed din hovedbruger om en ny.
one-time-lost-one = Har du en anden telefon med Key ved hånden, så log ind med den, og fjern den mistede på siden ”Key-enheder”.
one-time-text-login = Indtast adgangskoden med dette nummer på din liste.
one-time-text-disconnect = Indtast adgangskoden med nummeret herunder fra din liste. Du bliver logget ind her, og alle telefoner med Key for kontoen frakobles. Dine andre browsere bliver logget ud.
one-time-label = Engangsadgangskode nummer { $number }
one-time-submit = Fortsæt
one-time-missing = Indtast engangsadgangskoden.
one-time-failed = Engangsadgangskoden er forkert. Tjek, at du tager den med dette nummer, og prøv igen.
one-time-left = { $left ->
    [one] { $left } adgangskode tilbage på din liste
   *[other] { $left } adgangskoder tilbage på din liste
}
one-time-none-title = Din adgangskodeliste er brugt op
one-time-none-text = Bed din hovedbruger om en ny liste.

## Tilknytning

pairing-title = Scan QR‑koden med Key
pairing-text = Åbn Key på telefonen, vælg ”Tilføj en konto”, og scan denne kode.
pairing-qr = QR‑kode til at tilknytte Key
pairing-link-open = Åbn på denne telefon
pairing-time-label = Tid tilbage
pairing-waiting = Venter på din telefon
pairing-check = Jeg har scannet koden
pairing-expired-title = QR‑koden er udløbet
pairing-expired-text = En kode gælder i to minutter. Denne kan ikke bruges længere.
pairing-sms-expired-title = Linket er udløbet
pairing-sms-expired-text = Et link i en sms gælder i 15 minutter. Dette kan ikke bruges længere.
pairing-given-up-title = Tilknytningen blev stoppet på telefonen
pairing-given-up-text = Intet blev tilknyttet. Hent en ny QR‑kode for at begynde forfra.
pairing-sms = Tilknyt med et SMS-link i stedet
pairing-sms-title = Åbn linket på telefonen
pairing-sms-text = Vi sendte det som sms til { $phone }. Det virker én gang, i 15 minutter.
pairing-sms-qr = Vis en QR-kode i stedet
pairing-sms-paused-seconds = { $seconds ->
    [one] Der er allerede sendt flere beskeder. Vent { $seconds } sekund.
   *[other] Der er allerede sendt flere beskeder. Vent { $seconds } sekunder.
}
pairing-sms-paused-minutes = { $minutes ->
    [one] Der er allerede sendt flere beskeder. Vent { $minutes } minut.
   *[other] Der er allerede sendt flere beskeder. Vent { $minutes } minutter.
}
pairing-renew = Hent ny QR‑kode
pairing-no-app = Ingen Key på telefonen endnu?
pairing-later = Ikke nu

finish-title = Fortsæt på telefonen
finish-text = Telefonen har åbnet linket. Bekræft tilknytningen der, og fortsæt, indtil den viser en kontrolkode.
finish-waiting = Venter på din telefon
finish-check = Jeg er færdig på telefonen
finish-no = Nej, det er ikke min telefon
finishing-title = Næsten færdig
finishing-text = Key på telefonen gør tilknytningen færdig. Indtil da viser den denne kode.

compare-title = Er det din telefon?
compare-text = Denne telefon vil bekræfte logins for { $username }. Tjek, at den viser samme kontrolkode.
compare-yes = Ja, koderne stemmer
compare-no = Nej, det er ikke min telefon
compare-refused-title = Telefonen blev ikke tilknyttet
compare-refused-text = Kontoen er stadig kun din. Hvis du ikke ved, hvis telefon det var, så vis ikke den næste QR‑kode til nogen.

connected-title = Key er tilknyttet
connected-text = { $device } kan nu bekræfte dine logins.
connected-start = Gå til din side

## At hente appen

get-key-title = Hent Key til telefonen
get-key-text = Installer den fra telefonens appbutik. Gå derefter tilbage til loginsiden, og scan QR-koden, eller åbn dit link igen.
get-key-none = Spørg din hovedbruger, hvordan Key installeres.
get-key-android = Key til Android
get-key-apple = Key til iPhone
app-link-text = Vi sender et link til appen som sms. Indtast nummeret på den telefon, der skal have Key.
app-link-number = Telefonnummer
app-link-send = Send linket
app-link-sent = Sendt til { $number }. Installer Key der, og scan derefter QR-koden.
app-link-back = Tilbage til QR-koden
app-link-wrong = Indtast telefonnummeret med landekode, for eksempel +358 40 123 4567.
app-link-special = Det er et nummer til særlige tjenester. Indtast nummeret på en mobiltelefon.

## Offlinekode

offline-title = Log ind med en offlinekode
offline-text = Åbn Key på telefonen, tryk på ”Offlinekode”, og indtast de otte cifre her. En kode gælder i 30 sekunder.
offline-device = Telefon
offline-label = Offlinekode
offline-submit = Log ind
offline-short = Indtast alle otte cifre.
offline-wrong = Koden var ikke rigtig. Tjek din PIN-kode i Key, og indtast den kode, der vises nu.
offline-paused = For mange forkerte koder eller PIN-koder på { $device }: dens offlinekoder er sat på pause. Bekræft noget i Key med din PIN-kode og netværk, eller brug adgangskodelisten. Hvis det ikke hjælper, er de sat på pause i nogle uger.

## Venter på Key

waiting-title = Bekræft i Key
waiting-text = Der er en anmodning på din telefon. Siden opdateres automatisk.
waiting-unshown = En af dine telefoner kan ikke vise denne anmodning. Opdater Key på den, eller log ind på en anden måde.
waiting-digits-text = Der er en anmodning på din telefon. Du skal bruge de seks cifre herunder for at bekræfte den.
waiting-digits-caption = Indtast de seks cifre i Key
waiting-line = Venter på dit svar i Key
waiting-sent = Sendt til { $phones }
waiting-check = Jeg har svaret i Key
waiting-list = Brug adgangskodelisten
waiting-add-phone = Tilføj en telefon
disconnect-all = Har du mistet telefonen?
disconnect-all-title = Frakobl alle telefoner
disconnect-all-submit = Log ind og frakobl alle
waiting-cancel = Annuller login
waiting-time-label = Tid tilbage
waiting-confirmed = Bekræftet. Du logges ind.

## Login afbrudt

aborted-title = Login er afbrudt
aborted-declined = Login blev afvist i Key.
aborted-expired = Anmodningen blev ikke besvaret i tide.
aborted-digits = De seks cifre, der blev indtastet i Key, stemte ikke med dem på loginsiden.
aborted-superseded = Et nyere login blev startet, så dette er afsluttet. Har du startet det, så fortsæt der. Hvis ikke, kender nogen din adgangskode: vælg ”Det var ikke mig” i Key.
aborted-locked = Key er låst for kontoen. Log ind med en engangsadgangskode, og aktiver Key igen.
aborted-cancelled = Du annullerede login.
aborted-again = Log ind igen
aborted-nothing = Ingen blev logget ind.

## Logget ind

welcome-title = Du er logget ind
welcome-text = Du er logget ind som { $username }.
welcome-unfinished = Du er ikke færdig med at tilføje en telefon.
welcome-unfinished-continue = Fortsæt
welcome-devices = Enheder med Key
welcome-devices-none = Ingen telefon bekræfter dine logins.
welcome-browsers = Browsere, du har logget ind med
welcome-browser-this = Denne browser
welcome-browser-used = Seneste login
welcome-forget = Glem
welcome-device-added = Tilføjet
welcome-device-used = Sidst brugt
welcome-device-this = Bekræftede dette login
welcome-device-locked = Låst
device-simulated = Simuleret telefon
welcome-log-out = Log ud
welcome-log-out-everywhere = Log ud overalt
welcome-log-out-everywhere-text = Afslutter alle logins på kontoen, også dette. Det næste login i hver browser kræver de seks cifre.
logged-out-everywhere = Du er logget ud i alle browsere. Det næste login i hver kræver de seks cifre.
welcome-reported = Du har meldt, at et login i en anden browser end denne, { $browser }, ikke var dit. Hvis andre bruger den, kan du glemme den: det næste login i den kræver de seks cifre igen.
welcome-reported-here = Du har meldt, at et login i denne browser ikke var dit. Hvis andre bruger den, kan du glemme den: det næste login her kræver de seks cifre igen.
welcome-forgotten = Browseren er glemt. Det næste login i den kræver de seks cifre.
welcome-forget-browser = Glem browseren
logged-out-title = Du er logget ud
logged-out-text = Du kan lukke vinduet.

## Et tilknytningslink åbnet i en browser

open-title = Dette link åbnes i Key
open-text = Det tilknytter appen Key på din telefon til { $service }. Det virker én gang, så længe som loginsiden siger.
open-app = Åbn i Key
open-step-app = Åbn Key på telefonen.
open-step-add = Vælg ”Tilføj en konto”, derefter ”Tilføj på en anden måde” og ”Indsæt et link”.
open-step-paste = Indsæt dette link.
open-missing = Hvis du ikke har Key endnu, så installer appen først, og åbn linket igen. Er det udløbet, så hent et nyt på loginsiden.

## Når noget er galt

missing-title = Siden findes ikke
missing-text = Adressen er måske skrevet forkert, eller siden er flyttet.
form-expired-title = Siden er udløbet
form-expired-text = Intet blev ændret. Begynd forfra, og send formularen inden for en time.
denied-title = Du kan ikke åbne denne side
denied-text = Log ind først, eller begynd forfra på loginsiden.
failed-title = Noget gik galt
failed-text = Intet blev bekræftet. Prøv igen om lidt.
unavailable-title = { $service } kan ikke bruges lige nu
unavailable-text = Intet er ændret. Prøv igen om lidt. Hvis det ikke hjælper, så kontakt supporten hos { $service }.
connection-lost = Ingen forbindelse. Siden prøver automatisk igen.
trouble-login = Til loginsiden

## Tilføjet til tjenestens sider

method-paused-seconds = { $seconds ->
    [one] De seneste anmodninger blev ikke bekræftet, så den næste må vente { $seconds } sekund.
   *[other] De seneste anmodninger blev ikke bekræftet, så den næste må vente { $seconds } sekunder.
}
method-paused-minutes = { $minutes ->
    [one] De seneste anmodninger blev ikke bekræftet, så den næste må vente { $minutes } minut.
   *[other] De seneste anmodninger blev ikke bekræftet, så den næste må vente { $minutes } minutter.
}
one-time-other-number = Den engangsadgangskode er blevet brugt i mellemtiden. Indtast den, du nu bliver bedt om.
pairing-link-copy = Kopier linket
pairing-link-copied = Kopieret
welcome-by-key = Login blev bekræftet i Key på { $device }.
welcome-by-number = Login blev bekræftet med engangsadgangskode nummer { $number }.
welcome-device-frozen = Stoppet: en kopi er blevet brugt
welcome-events = Seneste hændelser
event-change-not-me = Ændring meldt som ikke din
event-device-added = Key blev aktiveret
event-device-frozen = En kopi af Key blev stoppet
event-device-left = Key blev frakoblet på telefonen
event-device-locked = Key blev låst efter for mange mislykkede forsøg
event-device-refused = En telefon blev ikke genkendt
event-device-removed = En telefon blev fjernet
event-contacts-changed = Kontaktoplysningerne blev ændret
event-list-changed = Ny adgangskodeliste
event-factor-changed = PIN-kode eller biometri blev ændret
event-factor-failures = Forkert PIN-kode eller offlinekode blev indtastet flere gange
event-login-not-me = Et login blev meldt som en andens

## Beskeder til brugeren

message-change-not-me-title = Du meldte, at en ændring hos { $service } ikke var din
message-change-not-me-text = Nogen var logget ind som { $username } i { $detail } og forsøgte at ændre kontoens telefoner. Intet blev ændret, og den browser blev logget ud. Vedkommende kender sandsynligvis adgangskoden: kontakt straks din hovedbruger eller supporten hos { $service }, så den bliver skiftet.
message-device-added-title = Key blev aktiveret hos { $service }
message-device-added-text = En telefon bekræfter nu logins for { $username } hos { $service }. Hvis det ikke var dig, så log ind med en engangsadgangskode, og kontakt straks din hovedbruger eller supporten hos { $service }.
message-device-frozen-title = En kopi af din Key blev stoppet
message-device-frozen-text = Key på en telefon og en kopi af den er begge blevet brugt for { $username } hos { $service }. Begge er stoppet, og intet kan bekræftes med dem. Log ind med en engangsadgangskode, og aktiver Key igen.
message-device-left-title = Key blev frakoblet fra { $service }
message-device-left-text = En telefon bekræfter ikke længere logins for { $username } hos { $service }. Hvis det ikke var dig, så kontakt straks din hovedbruger eller supporten hos { $service }.
message-device-locked-title = Key blev låst hos { $service }
message-device-locked-text = Key på en telefon blev låst for { $username } hos { $service } efter for mange mislykkede forsøg. Log ind med en engangsadgangskode, og aktiver Key igen.
message-device-refused-title = En telefon blev ikke tilknyttet { $service }
message-device-refused-text = En telefon havde scannet QR‑koden for { $username } hos { $service } og blev ikke genkendt som din. Den blev ikke tilknyttet. Vis ikke QR‑koden til nogen.
message-device-removed-title = En telefon blev fjernet hos { $service }
message-device-removed-text = En telefon for { $username } blev fjernet hos { $service }. Den kan ikke længere bekræfte noget. Hvis det hverken var dig eller supporten hos { $service }, så kontakt straks supporten.
message-contacts-changed-title = Kontaktoplysningerne blev ændret hos { $service }
message-contacts-changed-text = E-mailadressen eller telefonnummeret for { $username } hos { $service } blev ændret. Hvis det ikke var dig, så sig det straks til din hovedbruger eller supporten hos { $service }.
message-pairing-link-title = Aktiver Key
message-pairing-link-text = { $service }: åbn dette link på telefonen for at aktivere Key. Det virker én gang, i 15 minutter. Åbn det ikke, hvis du ikke har bedt om det. { $link }
message-app-link-title = Hent Key
message-app-link-text = { $service }: hent appen Key til din telefon her: { $link }
message-list-changed-title = Der er lavet en ny adgangskodeliste hos { $service }
message-list-changed-text = Der er lavet en ny liste med engangsadgangskoder for { $username } hos { $service }. Den gamle gælder ikke længere. Hvis det ikke var dig, så sig det straks til din hovedbruger eller supporten hos { $service }.
message-factor-changed-title = PIN-kode eller biometri blev ændret hos { $service }
message-factor-changed-text = PIN-kode eller biometri på en telefon blev ændret for { $username } hos { $service }. Hvis det ikke var dig, så log ind med en engangsadgangskode, og kontakt straks din hovedbruger eller supporten hos { $service }.
message-factor-failures-title = Forkerte koder hos { $service }
message-factor-failures-text = Der blev indtastet en forkert PIN-kode, eller en forkert offlinekode på loginsiden, tre gange i træk for { $username } hos { $service }. Hvis det ikke var dig, kender nogen din adgangskode eller har din telefon: skift adgangskoden, og kontakt straks din hovedbruger eller supporten hos { $service }.
message-login-not-me-title = Nogen forsøgte at logge ind på { $service }
message-login-not-me-text = Et login for { $username } hos { $service } blev meldt som en andens ({ $detail }). Ingen blev logget ind. Den, der forsøgte, kender adgangskoden: kontakt straks din hovedbruger eller supporten hos { $service }, så adgangskoden bliver skiftet.
message-phone-name = Navnet, som telefonen har givet sig selv: ”{ $name }”

## Videre til et andet websted

onward-title = Videre til et andet websted
onward-text = Du sendes videre til { $site }.
onward-go = Fortsæt

## Key-enheder og ændringer af kontoen

devices-title = Key-enheder
devices-text = Hver af disse telefoner kan bekræfte for dig.
devices-home = Din side
devices-back = Tilbage til Key-enheder
devices-manage = Tilføj eller fjern en telefon
devices-unused = Ikke brugt endnu
devices-remove = Fjern
devices-again = Aktiver Key igen
devices-rename = Omdøb
devices-name-title = Telefonens navn
devices-name-label = Navn
devices-name-save = Gem
devices-name-wrong = Indtast et navn på højst 40 tegn, på én linje.
devices-name-taken = En anden telefon hedder allerede sådan.
devices-add = Tilføj en telefon
devices-add-key = Du bekræfter det på en af dine telefoner.
devices-add-number = Du bekræfter det med en engangsadgangskode.
change-add-text = Bekræft på en af dine telefoner, at en telefon tilføjes. Du skal bruge de seks cifre nedenfor.
change-list-text = Bekræft anmodningen på en af dine telefoner for at lave en ny adgangskodeliste. Du skal bruge de seks cifre herunder.
change-remove-text = Bekræft på en af dine telefoner, at { $device } fjernes.
change-remove-last = Dette er din eneste telefon med Key. Derefter logger du ind med adgangskoder fra din liste: hav den ved hånden.
change-cancel = Annuller
change-unshown = En af dine telefoner kan ikke vise anmodningen. Opdater Key på den.
change-cancelled = Du annullerede. Intet blev ændret.
change-declined = Anmodningen blev afvist i Key. Intet blev ændret.
change-digits-wrong = De seks cifre, der blev indtastet i Key, stemte ikke. Intet blev ændret.
change-expired = Anmodningen er afsluttet. Intet blev ændret.
change-list-open = Gem først din nye adgangskodeliste, og fortsæt derefter.
change-list-unsaved = Din nye adgangskodeliste er ikke gemt endnu, og den gamle virker ikke længere. Gem den, før du logger ud: den kan ikke vises igen.
change-removed = Telefonen er fjernet. Den kan ikke længere bekræfte noget.
change-named = Telefonen har fået et nyt navn.
change-all-removed = Alle telefoner er frakoblet. De kan ikke længere bekræfte noget.
change-unasked = Ingen af dine telefoner kan vise anmodningen. Opdater Key på en af dem.

## Adgangskodeliste

list-title = Adgangskodeliste
list-manage = Ny adgangskodeliste
list-renew = Lav en ny liste
list-renew-text = Den liste, du har, gælder ikke længere derefter.
list-renew-key = Du bekræfter det i Key.
list-new-text = Din nye liste er klar, og den gamle gælder ikke længere. Gem eller udskriv den nu: den vises i 15 minutter, kun i denne browser.
list-download = Hent som PDF
list-show = Vis adgangskoderne
list-saved = Jeg har gemt listen
list-unsaved = Din nye adgangskodeliste er ikke gemt endnu. Den vises her i 15 minutter.
list-unsaved-go = Gem den
list-log-out = Log ud uden at gemme
list-keeping = Opbevar listen et sikkert sted, ikke sammen med telefonen. Vis den ikke til nogen.
list-using = Indtast engangsadgangskoden med det nummer, du bliver bedt om. Hver gælder kun én gang: kryds den af.
list-username = Brugernavn
list-company = Virksomhed
list-created = Oprettet
list-page = Side { $page } af { $pages }
list-file = adgangskodeliste
list-back = Tilbage til adgangskodelisten
list-few = { $left ->
    [one] Der er kun { $left } adgangskode tilbage på listen.
   *[other] Der er kun { $left } adgangskoder tilbage på listen.
}

### Tjänstens sidor.

page-title = { $title } – { $service }
list-and = { $first } och { $last }

## Startsida för att prova

start-title = Prova Key
start-step-login = Logga in med ett av användarnamnen och dess lösenord.
start-step-method = Välj ”Aktivera Key”.
start-step-one-time = Ange engångslösenordet med det numret.
start-step-pair = Kopiera länken, välj ”Lägg till ett konto” i telefonen och klistra in den där.
start-step-sms = Öppna meddelandet nedan och tryck på länken. Den öppnas på telefonen.
start-step-home = Logga ut och logga in igen.
start-step-confirm = Öppna förfrågan i telefonen och bekräfta den.
start-step-phone = Bekräfta parkopplingen i telefonen och fortsätt där.
start-step-compare = Jämför koderna och välj Ja.
start-step-connected = Key är aktiverad. Gå till din sida.
start-step-done = Så loggar man in med Key. Prova att avvisa, eller lägg till en telefon.
start-step-again = Den inloggningen är avslutad. Logga in igen.
start-step-inside = Du är redan inloggad. Gå till din sida eller logga in som någon annan.
start-step-devices = Lägg till eller ta bort en telefon. Du bekräftar det i Key.
start-browser = I webbläsaren
start-phone = På telefonen
start-phone-number = På telefon { $number }
start-open-login = Öppna inloggningssidan
start-open-login-text = Som i en webbläsare
start-open-phone = Öppna telefonen
start-open-phone-number = Öppna telefon { $number }
start-open-phone-text = Key i en simulerad telefon
start-username = Användarnamn
start-password = Lösenord
start-copy = Kopiera
start-one-time = Engångslösenord { $number }
start-closed-title = Startsidan är stängd här
start-closed-text = Öppna adressen som provprogrammet har skrivit ut i sitt fönster. Varje start har en ny.
start-one-time-replaced = Den här användaren har skapat en ny lösenordslista. Använd den.
start-messages = Meddelanden som tjänsten har skickat
start-message-link = Öppna länken på telefonen
start-message-link-number = Öppna länken på telefon { $number }
start-one-time-few = Listan är nästan slut. Avsluta med Ctrl-C och starta på nytt, så visas en ny lista.

## Inloggning

login-title = Logga in
login-username = Användarnamn
login-password = Lösenord
login-next = Nästa
login-go-on = Gå till din sida
login-ends-other = En inloggning här avslutar den.
login-username-missing = Ange ditt användarnamn.
login-password-missing = Ange ditt lösenord.
login-failed = Användarnamnet eller lösenordet stämmer inte, eller så är inloggningen inte tillåten. Kontrollera båda och försök igen.
login-throttled-seconds = { $seconds ->
    [one] För många försök. Vänta { $seconds } sekund och försök igen.
   *[other] För många försök. Vänta { $seconds } sekunder och försök igen.
}
login-throttled-minutes = { $minutes ->
    [one] För många försök. Vänta { $minutes } minut och försök igen.
   *[other] För många försök. Vänta { $minutes } minuter och försök igen.
}
login-busy-seconds = { $seconds ->
    [one] Många loggar in just nu. Försök igen om { $seconds } sekund.
   *[other] Många loggar in just nu. Försök igen om { $seconds } sekunder.
}
login-busy-minutes = { $minutes ->
    [one] Många loggar in just nu. Försök igen om { $minutes } minut.
   *[other] Många loggar in just nu. Försök igen om { $minutes } minuter.
}

## Val av bekräftelse

method-title = Bekräfta inloggningen
method-text = Välj hur du vill bekräfta att det är du.
method-key = Bekräfta i Key
method-key-text = Du får en förfrågan på telefonen.
method-set-up = Aktivera Key
method-set-up-text = Bekräfta med telefonen från och med nu.
method-add-phone = Lägg till en telefon
method-add-phone-text = Aktivera Key även i en annan telefon.
method-list = Använd lösenordslistan
method-list-text = Ett engångslösenord från din utskrivna lista
method-offline = Min telefon är offline
method-offline-text = Ange en kod som Key visar utan nätverk.
method-other = Välj ett annat sätt
method-none-disconnected = Key på { $device } är bortkopplad. Aktivera Key på nytt, eller använd lösenordslistan.
method-none-frozen = Key på { $device } är stoppad, eftersom en kopia har använts. Aktivera Key på nytt, eller använd lösenordslistan.
method-none-locked = Key på { $device } är låst efter fem felaktiga PIN-koder. Aktivera Key på nytt, eller använd lösenordslistan.

## Engångslösenord

one-time-title = Engångslösenord
one-time-text-set-up = Innan Key aktiveras kontrollerar vi att det är du.
one-time-text-add = Innan en telefon läggs till kontrollerar vi att det är du.
one-time-text-list = Innan en ny lista skapas kontrollerar vi att det är du. Din gamla lista slutar gälla då.
one-time-lost = Har du tappat bort lösenordslistan? Logga in med Key och skapa en ny på din sida.
one-time-lost-alone = Har du tappat bort lösenordslistan? Be din huvudanvändare om en ny.
one-time-lost-one = Om du har en annan telefon med Key till hands loggar du in med den och tar bort den tappade på sidan ”Key-enheter”.
one-time-text-login = Ange lösenordet med det här numret på din lista.
one-time-text-disconnect = Ange engångslösenordet med numret nedan. Du loggas in här, och alla telefoner med Key för kontot kopplas bort. Dina andra webbläsare loggas ut.
one-time-label = Engångslösenord nummer { $number }
one-time-submit = Fortsätt
one-time-missing = Ange engångslösenordet.
one-time-failed = Engångslösenordet stämmer inte. Kontrollera att du tar det med det här numret och försök igen.
one-time-left = { $left ->
    [one] { $left } engångslösenord kvar på din lista
   *[other] { $left } engångslösenord kvar på din lista
}
one-time-none-title = Din lösenordslista är slut
one-time-none-text = Be din huvudanvändare om en ny lista.

## Parkoppling

pairing-title = Skanna QR‑koden med Key
pairing-text = Öppna Key på telefonen, välj ”Lägg till ett konto” och skanna den här koden.
pairing-qr = QR‑kod för att parkoppla Key
pairing-link-open = Öppna i den här telefonen
pairing-time-label = Tid kvar
pairing-waiting = Väntar på din telefon
pairing-check = Jag har skannat koden
pairing-expired-title = QR‑koden har gått ut
pairing-expired-text = En kod gäller i två minuter. Den här kan inte längre användas.
pairing-sms-expired-title = Länken har gått ut
pairing-sms-expired-text = En länk i ett SMS gäller i 15 minuter. Den här kan inte längre användas.
pairing-given-up-title = Parkopplingen avslutades i telefonen
pairing-given-up-text = Inget parkopplades. Hämta en ny QR‑kod för att börja om.
pairing-sms = Parkoppla med en SMS-länk i stället
pairing-sms-title = Öppna länken på telefonen
pairing-sms-text = Vi skickade den som SMS till { $phone }. Den fungerar en gång, i 15 minuter.
pairing-sms-qr = Visa en QR-kod i stället
pairing-sms-paused-seconds = { $seconds ->
    [one] Flera meddelanden har redan skickats. Vänta { $seconds } sekund.
   *[other] Flera meddelanden har redan skickats. Vänta { $seconds } sekunder.
}
pairing-sms-paused-minutes = { $minutes ->
    [one] Flera meddelanden har redan skickats. Vänta { $minutes } minut.
   *[other] Flera meddelanden har redan skickats. Vänta { $minutes } minuter.
}
pairing-renew = Hämta ny QR‑kod
pairing-no-app = Ingen Key på telefonen än?
pairing-later = Inte nu

finish-title = Fortsätt på telefonen
finish-text = Telefonen har öppnat länken. Bekräfta parkopplingen där och fortsätt tills en kontrollkod visas.
finish-waiting = Väntar på din telefon
finish-check = Jag är klar på telefonen
finish-no = Nej, det är inte min telefon
finishing-title = Nästan klart
finishing-text = Key i telefonen gör klart parkopplingen. Tills dess visas den här koden i den.

compare-title = Är det här din telefon?
compare-text = Den här telefonen vill bekräfta inloggningar för { $username }. Kontrollera att den visar samma kontrollkod.
compare-yes = Ja, koderna stämmer
compare-no = Nej, det är inte min telefon
compare-refused-title = Telefonen parkopplades inte
compare-refused-text = Kontot är fortfarande bara ditt. Om du inte vet vems telefon det var, visa inte nästa QR‑kod för någon.

connected-title = Key är parkopplad
connected-text = { $device } kan nu bekräfta dina inloggningar.
connected-start = Gå till din sida

## Att skaffa appen

get-key-title = Skaffa Key till telefonen
get-key-text = Installera den från telefonens appbutik. Gå sedan tillbaka till inloggningssidan och skanna QR-koden, eller öppna länken igen.
get-key-none = Fråga din huvudanvändare hur du installerar Key.
get-key-android = Key för Android
get-key-apple = Key för iPhone
app-link-text = Vi skickar en länk till appen som SMS. Ange numret till telefonen som ska ha Key.
app-link-number = Telefonnummer
app-link-send = Skicka länken
app-link-sent = Skickat till { $number }. Installera Key där och skanna sedan QR-koden.
app-link-back = Tillbaka till QR-koden
app-link-wrong = Ange telefonnumret med landsnummer, till exempel +358 40 123 4567.
app-link-special = Det här är ett nummer för särskilda tjänster. Ange numret till en mobiltelefon.

## Offlinekod

offline-title = Logga in med en offlinekod
offline-text = Öppna Key på telefonen, tryck på ”Offlinekod” och ange de åtta siffrorna här. En kod gäller i 30 sekunder.
offline-device = Telefon
offline-label = Offlinekod
offline-submit = Logga in
offline-short = Ange alla åtta siffrorna.
offline-wrong = Koden var inte rätt. Kontrollera din PIN-kod i Key och ange koden som visas nu.
offline-paused = För många fel koder eller PIN-koder på { $device }: dess offlinekoder är pausade. Bekräfta något i Key med din PIN-kod och nätverk, eller använd lösenordslistan. Om det inte hjälper är de pausade i några veckor.

## Väntar på Key

waiting-title = Bekräfta i Key
waiting-text = Du har en förfrågan på telefonen. Sidan uppdateras automatiskt.
waiting-unshown = En av dina telefoner kan inte visa den här förfrågan. Uppdatera Key på den eller logga in på ett annat sätt.
waiting-digits-text = Du har en förfrågan på telefonen. För att bekräfta den behöver du de sex siffrorna nedan.
waiting-digits-caption = Ange de sex siffrorna i Key
waiting-line = Väntar på ditt svar i Key
waiting-sent = Skickat till { $phones }
waiting-check = Jag har svarat i Key
waiting-list = Använd lösenordslistan
waiting-add-phone = Lägg till en telefon
disconnect-all = Har du tappat telefonen?
disconnect-all-title = Koppla bort alla telefoner
disconnect-all-submit = Logga in och koppla bort alla
waiting-cancel = Avbryt inloggningen
waiting-time-label = Tid kvar
waiting-confirmed = Bekräftat. Du loggas in.

## Inloggningen avbröts

aborted-title = Inloggningen avbröts
aborted-declined = Inloggningen avvisades i Key.
aborted-expired = Förfrågan besvarades inte i tid.
aborted-digits = De sex siffror som angavs i Key stämde inte med dem på inloggningssidan.
aborted-superseded = En nyare inloggning påbörjades, så den här avslutades. Om du påbörjade den fortsätter du där. Om inte, kan någon ditt lösenord: välj ”Det var inte jag” i Key.
aborted-locked = Key är låst för kontot. Logga in med ett engångslösenord och aktivera Key på nytt.
aborted-cancelled = Du avbröt inloggningen.
aborted-again = Logga in igen
aborted-nothing = Ingen loggades in.

## Inloggad

welcome-title = Du är inloggad
welcome-text = Du är inloggad som { $username }.
welcome-unfinished = Du är inte klar med att lägga till en telefon.
welcome-unfinished-continue = Fortsätt
welcome-devices = Enheter med Key
welcome-devices-none = Ingen telefon bekräftar dina inloggningar.
welcome-browsers = Webbläsare som du har loggat in med
welcome-browser-this = Den här webbläsaren
welcome-browser-used = Senaste inloggning
welcome-forget = Glöm
welcome-device-added = Tillagd
welcome-device-used = Senast använd
welcome-device-this = Bekräftade den här inloggningen
welcome-device-locked = Låst
device-simulated = Simulerad telefon
welcome-log-out = Logga ut
welcome-log-out-everywhere = Logga ut överallt
welcome-log-out-everywhere-text = Avslutar alla inloggningar på kontot, även den här. Nästa inloggning i varje webbläsare kräver de sex siffrorna.
logged-out-everywhere = Du är utloggad i alla webbläsare. Nästa inloggning i var och en kräver de sex siffrorna.
welcome-reported = Du har anmält att en inloggning i en annan webbläsare än den här, { $browser }, inte var din. Om andra använder den kan du glömma den: nästa inloggning där kräver de sex siffrorna igen.
welcome-reported-here = Du har anmält att en inloggning i den här webbläsaren inte var din. Om andra använder den kan du glömma den: nästa inloggning här kräver de sex siffrorna igen.
welcome-forgotten = Webbläsaren är glömd. Nästa inloggning där kräver de sex siffrorna.
welcome-forget-browser = Glöm webbläsaren
logged-out-title = Du är utloggad
logged-out-text = Du kan stänga fönstret.

## En parkopplingslänk öppnad i en webbläsare

open-title = Den här länken öppnas i Key
open-text = Den parkopplar appen Key på din telefon med { $service }. Den fungerar en gång, så länge som inloggningssidan säger.
open-app = Öppna i Key
open-step-app = Öppna Key på telefonen.
open-step-add = Välj ”Lägg till ett konto”, sedan ”Lägg till på annat sätt” och ”Klistra in en länk”.
open-step-paste = Klistra in den här länken.
open-missing = Om du inte har Key än installerar du appen först och öppnar länken igen. Om den har gått ut hämtar du en ny på inloggningssidan.

## När något är fel

missing-title = Sidan finns inte
missing-text = Adressen kan vara felskriven, eller så har sidan flyttats.
form-expired-title = Sidan har gått ut
form-expired-text = Inget ändrades. Börja om och skicka formuläret inom en timme.
denied-title = Du kan inte öppna den här sidan
denied-text = Logga in först, eller börja om från inloggningssidan.
failed-title = Något gick fel
failed-text = Inget bekräftades. Försök igen om en stund.
unavailable-title = { $service } kan inte användas just nu
unavailable-text = Inget har ändrats. Försök igen om en stund. Om det inte hjälper, kontakta supporten hos { $service }.
connection-lost = Ingen anslutning. Sidan försöker igen automatiskt.
trouble-login = Till inloggningssidan

## Tillägg för tjänstens sidor

method-paused-seconds = { $seconds ->
    [one] De senaste förfrågningarna bekräftades inte, så nästa får vänta { $seconds } sekund.
   *[other] De senaste förfrågningarna bekräftades inte, så nästa får vänta { $seconds } sekunder.
}
method-paused-minutes = { $minutes ->
    [one] De senaste förfrågningarna bekräftades inte, så nästa får vänta { $minutes } minut.
   *[other] De senaste förfrågningarna bekräftades inte, så nästa får vänta { $minutes } minuter.
}
one-time-other-number = Det engångslösenordet hann användas. Ange det som nu efterfrågas.
pairing-link-copy = Kopiera länken
pairing-link-copied = Kopierad
welcome-by-key = Inloggningen bekräftades i Key på { $device }.
welcome-by-number = Inloggningen bekräftades med engångslösenord nummer { $number }.
welcome-device-frozen = Stoppad: en kopia har använts
welcome-events = Senaste händelser
event-change-not-me = Ändring anmäldes som inte din
event-device-added = Key aktiverades
event-device-frozen = En kopia av Key stoppades
event-device-left = Key kopplades bort på telefonen
event-device-locked = Key låstes efter för många misslyckade försök
event-device-refused = En telefon kändes inte igen
event-device-removed = En telefon togs bort
event-contacts-changed = Kontaktuppgifterna ändrades
event-list-changed = Ny lösenordslista
event-factor-changed = PIN-kod eller biometri ändrades
event-factor-failures = Fel PIN-kod eller offlinekod angavs flera gånger
event-login-not-me = En inloggning anmäldes som någon annans

## Meddelanden till användaren

message-change-not-me-title = Du meddelade att en ändring hos { $service } inte var din
message-change-not-me-text = Någon var inloggad som { $username } i { $detail } och försökte ändra kontots telefoner. Inget ändrades och den webbläsaren loggades ut. Personen känner troligen till lösenordet: kontakta genast din huvudanvändare eller supporten hos { $service }, så att det byts.
message-device-added-title = Key aktiverades hos { $service }
message-device-added-text = En telefon bekräftar nu inloggningarna för { $username } hos { $service }. Om det inte var du, logga in med ett engångslösenord och kontakta genast din huvudanvändare eller supporten hos { $service }.
message-device-frozen-title = En kopia av din Key stoppades
message-device-frozen-text = Key på en telefon och en kopia av den har båda använts för { $username } hos { $service }. Båda är stoppade och inget kan bekräftas med dem. Logga in med ett engångslösenord och aktivera Key på nytt.
message-device-left-title = Key kopplades bort från { $service }
message-device-left-text = En telefon bekräftar inte längre inloggningarna för { $username } hos { $service }. Om det inte var du, kontakta genast din huvudanvändare eller supporten hos { $service }.
message-device-locked-title = Key låstes hos { $service }
message-device-locked-text = Key på en telefon låstes för { $username } hos { $service } efter för många misslyckade försök. Logga in med ett engångslösenord och aktivera Key på nytt.
message-device-refused-title = En telefon parkopplades inte med { $service }
message-device-refused-text = En telefon hade skannat QR‑koden för { $username } hos { $service } och kändes inte igen som din. Den parkopplades inte. Visa inte QR‑koden för någon.
message-device-removed-title = En telefon togs bort hos { $service }
message-device-removed-text = En telefon för { $username } togs bort hos { $service }. Den kan inte längre bekräfta något. Om det varken var du eller supporten hos { $service }, kontakta genast supporten.
message-contacts-changed-title = Kontaktuppgifterna ändrades på { $service }
message-contacts-changed-text = E-postadressen eller telefonnumret för { $username } på { $service } ändrades. Om det inte var du, meddela genast din administratör eller supporten hos { $service }.
message-pairing-link-title = Aktivera Key
message-pairing-link-text = { $service }: öppna den här länken på telefonen för att aktivera Key. Den fungerar en gång, i 15 minuter. Öppna den inte om du inte har bett om den. { $link }
message-app-link-title = Skaffa Key
message-app-link-text = { $service }: hämta appen Key till din telefon här: { $link }
message-list-changed-title = En ny lösenordslista skapades på { $service }
message-list-changed-text = En ny lista med engångslösenord skapades för { $username } på { $service }. Den gamla gäller inte längre. Om det inte var du, meddela genast din administratör eller supporten hos { $service }.
message-factor-changed-title = PIN-kod eller biometri ändrades hos { $service }
message-factor-changed-text = PIN-kod eller biometri i en telefon ändrades för { $username } hos { $service }. Om det inte var du, logga in med ett engångslösenord och kontakta genast din huvudanvändare eller supporten hos { $service }.
message-factor-failures-title = Fel koder hos { $service }
message-factor-failures-text = Fel PIN-kod, eller fel offlinekod på inloggningssidan, angavs tre gånger i rad för { $username } hos { $service }. Om det inte var du känner någon till ditt lösenord eller har din telefon: byt lösenord och kontakta genast din huvudanvändare eller supporten hos { $service }.
message-login-not-me-title = Någon försökte logga in på { $service }
message-login-not-me-text = En inloggning för { $username } hos { $service } anmäldes som någon annans ({ $detail }). Ingen loggades in. Den som försökte kan lösenordet: kontakta genast din huvudanvändare eller supporten hos { $service }, så att lösenordet byts.
message-phone-name = Namnet som telefonen har gett sig själv: ”{ $name }”

## Vidare till en annan webbplats

onward-title = Vidare till en annan webbplats
onward-text = Du skickas vidare till { $site }.
onward-go = Fortsätt

## Key-enheter och ändringar av kontot

devices-title = Key-enheter
devices-text = Var och en av de här telefonerna kan bekräfta åt dig.
devices-home = Din sida
devices-back = Tillbaka till Key-enheter
devices-manage = Lägg till eller ta bort en telefon
devices-unused = Inte använd än
devices-remove = Ta bort
devices-again = Aktivera Key på nytt
devices-rename = Byt namn
devices-name-title = Telefonens namn
devices-name-label = Namn
devices-name-save = Spara
devices-name-wrong = Ange ett namn med högst 40 tecken, på en rad.
devices-name-taken = En annan telefon heter redan så.
devices-add = Lägg till en telefon
devices-add-key = Du bekräftar det på en av dina telefoner.
devices-add-number = Du bekräftar det med ett engångslösenord.
change-add-text = Bekräfta på en av dina telefoner att en telefon läggs till. Du behöver de sex siffrorna nedan.
change-list-text = Bekräfta förfrågan på en av dina telefoner för att skapa en ny lösenordslista. Du behöver de sex siffrorna nedan.
change-remove-text = Bekräfta på en av dina telefoner att { $device } tas bort.
change-remove-last = Det här är din enda telefon med Key. Sedan loggar du in med engångslösenord: ha lösenordslistan till hands.
change-cancel = Avbryt
change-unshown = En av dina telefoner kan inte visa förfrågan. Uppdatera Key på den.
change-cancelled = Du avbröt. Inget ändrades.
change-declined = Förfrågan avvisades i Key. Inget ändrades.
change-digits-wrong = De sex siffror som angavs i Key stämde inte. Inget ändrades.
change-expired = Förfrågan har avslutats. Inget ändrades.
change-list-open = Spara först din nya lösenordslista och fortsätt sedan.
change-list-unsaved = Din nya lösenordslista är inte sparad än, och den gamla fungerar inte längre. Spara den innan du loggar ut: den kan inte visas igen.
change-removed = Telefonen togs bort. Den kan inte längre bekräfta något.
change-named = Telefonen har ett nytt namn.
change-all-removed = Alla telefoner kopplades bort. De kan inte längre bekräfta något.
change-unasked = Ingen av dina telefoner kan visa förfrågan. Uppdatera Key på en av dem.

## Lösenordslista

list-title = Lösenordslista
list-manage = Ny lösenordslista
list-renew = Skapa en ny lista
list-renew-text = Listan som du har slutar gälla genast.
list-renew-key = Du bekräftar det i Key.
list-new-text = Din nya lista är klar, och den gamla gäller inte längre. Spara eller skriv ut den nu: den visas i 15 minuter, bara i den här webbläsaren.
list-download = Ladda ner som PDF
list-show = Visa lösenorden
list-saved = Jag har sparat listan
list-unsaved = Din nya lösenordslista är inte sparad än. Den visas här i 15 minuter.
list-unsaved-go = Spara den
list-log-out = Logga ut utan att spara
list-keeping = Förvara listan på ett säkert ställe, inte tillsammans med telefonen. Visa den inte för någon.
list-using = Ange engångslösenordet med det nummer som efterfrågas. Varje lösenord gäller en gång: bocka av det.
list-username = Användarnamn
list-company = Företag
list-created = Skapad
list-page = Sida { $page } av { $pages }
list-file = losenordslista
list-back = Tillbaka till lösenordslistan
list-few = { $left ->
    [one] Bara { $left } engångslösenord är kvar på din lista.
   *[other] Bara { $left } engångslösenord är kvar på din lista.
}

### Tjänstens sidor.

page-title = { $title } – { $service }

## Startsida för att prova

start-title = Prova Key
start-text = Logga in till vänster och bekräfta på telefonen till höger.
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
start-one-time-passwords = Engångslösenord
start-closed-title = Startsidan är stängd här
start-closed-text = Öppna adressen som cargo run har skrivit ut. Varje start har en ny.
start-one-time-few = Listan är nästan slut. Avsluta med Ctrl-C och starta på nytt, så visas en ny lista.

## Inloggning

login-title = Logga in
login-username = Användarnamn
login-password = Lösenord
login-next = Nästa
login-username-missing = Skriv ditt användarnamn.
login-password-missing = Skriv ditt lösenord.
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
method-key-text = En begäran kommer till din telefon.
method-set-up = Ta Key i bruk
method-set-up-text = Bekräfta med telefonen från och med nu.
method-list = Använd lösenordslistan
method-list-text = Ett engångslösenord från din utskrivna lista
method-other = Välj ett annat sätt
method-none-disconnected = Key på { $device } är frånkopplad. Ta Key i bruk på nytt, eller använd lösenordslistan.
method-none-frozen = Key på { $device } är stoppad, eftersom en kopia har svarat. Ta Key i bruk på nytt, eller använd lösenordslistan.
method-none-locked = Key på { $device } är låst efter fem felaktiga PIN-koder. Ta Key i bruk på nytt, eller använd lösenordslistan.

## Engångslösenord

one-time-title = Engångslösenord
one-time-text-set-up = Innan Key tas i bruk kontrollerar vi att det är du.
one-time-text-login = Skriv lösenordet med det här numret på din lista.
one-time-label = Engångslösenord nummer { $number }
one-time-submit = Identifiera mig
one-time-missing = Skriv engångslösenordet.
one-time-failed = Engångslösenordet stämmer inte. Kontrollera numret och försök igen.
one-time-left = { $left ->
    [one] { $left } engångslösenord kvar på din lista
   *[other] { $left } engångslösenord kvar på din lista
}
one-time-none-title = Din lösenordslista är slut
one-time-none-text = Be huvudanvändaren om en ny lista.

## Koppling

pairing-title = Läs av QR‑koden med Key
pairing-text = Öppna Key på telefonen, välj ”Lägg till ett konto” och läs av den här koden.
pairing-qr = QR‑kod för att koppla Key
pairing-link-title = Ingen kamera? Använd den här länken på telefonen
pairing-link-open = Koppla med den här länken
pairing-time-label = Tid kvar
pairing-time-left = Koden gäller i { $time } till.
pairing-waiting = Väntar på din telefon
pairing-check = Jag har läst av koden
pairing-expired-title = QR‑koden har gått ut
pairing-expired-text = En kod gäller i två minuter. Den kan inte längre användas.
pairing-renew = Aktivera ny QR‑kod
pairing-later = Inte nu

finish-title = Fortsätt på telefonen
finish-text = Telefonen har läst av koden. Bekräfta kopplingen där och välj en PIN-kod.
finish-waiting = Väntar på din telefon
finish-check = Jag är klar på telefonen
finish-no = Det här är inte min telefon

compare-title = Är det här din telefon?
compare-text = Den här telefonen vill bekräfta inloggningar för { $username }. Kontrollera att den visar samma kontrollkod.
compare-yes = Ja, koderna är lika
compare-no = Nej, det är inte min telefon
compare-refused-title = Telefonen kopplades inte
compare-refused-text = Kontot är fortfarande bara ditt. Om du inte vet vems telefon det var, visa inte nästa QR‑kod för någon.

connected-title = Key är kopplad
connected-text = { $device } bekräftar nu dina inloggningar.
connected-start = Börja

## Väntar på Key

waiting-title = Bekräfta i Key
waiting-text = En begäran finns på din telefon. Sidan går vidare av sig själv.
waiting-unshown = En av dina telefoner kan inte visa den här begäran. Uppdatera Key på den eller logga in på ett annat sätt.
waiting-digits-text = En begäran finns på din telefon. Från den här webbläsaren behövs de sex siffrorna nedan.
waiting-digits-caption = Skriv de sex siffrorna i Key
waiting-line = Väntar på ditt svar i Key
waiting-check = Jag har svarat i Key
waiting-list = Använd lösenordslistan
waiting-other-phone = Använd en annan telefon
waiting-cancel = Avbryt inloggningen
waiting-time-label = Tid kvar
waiting-confirmed = Bekräftat. Du loggas in.

## Inloggningen avbröts

aborted-title = Inloggningen avbröts
aborted-declined = Begäran avvisades i Key.
aborted-reported = Begäran avvisades i Key, eftersom den inte var din. Någon kan känna till ditt lösenord: meddela genast din huvudanvändare eller supporten för { $service }, så att det byts.
aborted-expired = Begäran besvarades inte i tid.
aborted-digits = De sex siffrorna som skrevs i Key var inte de som visades här.
aborted-superseded = En nyare inloggning påbörjades, och den här har avslutats. Fortsätt där du påbörjade den.
aborted-locked = Key är låst för kontot. Logga in med ett engångslösenord och ta Key i bruk på nytt.
aborted-cancelled = Du avbröt inloggningen.
aborted-again = Logga in igen
aborted-nothing = Ingen loggades in.

## Inloggad

welcome-title = Du är inloggad
welcome-text = Du är inloggad som { $username }.
welcome-devices = Enheter med Key
welcome-devices-none = Ingen telefon bekräftar dina inloggningar ännu.
welcome-device-added = Tillagd { $date }
welcome-device-used = Senast använd { $date }
welcome-device-this = Bekräftade den här inloggningen
welcome-device-locked = Låst
welcome-device-browser = Webbläsare
welcome-log-out = Logga ut
welcome-reported = En inloggning i { $browser } anmäldes som inte din. Om andra använder webbläsaren kan du glömma den: då frågar den efter de sex siffrorna igen.
welcome-forget-browser = Glöm webbläsaren
logged-out-title = Du är utloggad
logged-out-text = Du kan stänga fönstret.

## En kopplingslänk öppnad i en webbläsare

open-title = Den här länken hör hemma i Key
open-text = Den kopplar appen Key på din telefon till { $service }. Länken gäller i två minuter och fungerar en gång.
open-app = Öppna i Key
open-step-app = Öppna Key på telefonen.
open-step-add = Välj ”Lägg till ett konto” och sedan ”Klistra in en länk”.
open-step-paste = Klistra in den här länken.
open-missing = Om du inte har Key än, installera appen först. Du kan aktivera en ny QR‑kod på inloggningssidan när som helst.

## När något är fel

missing-title = Sidan finns inte
missing-text = Adressen kan vara felskriven, eller så har sidan flyttats.
form-expired-title = Sidan har gått ut
form-expired-text = Inget ändrades. Börja om och skicka formuläret inom en timme.
denied-title = Du kan inte öppna den här sidan
denied-text = Logga in först, eller börja om från inloggningssidan.
failed-title = Något gick fel här
failed-text = Inget bekräftades. Försök igen om en stund.
unavailable-title = { $service } kan inte användas just nu
unavailable-text = Inget har ändrats. Försök igen om en stund. Om det inte hjälper, berätta det för den som ansvarar för { $service }.
connection-lost = Ingen anslutning. Sidan försöker igen av sig själv.
trouble-login = Till inloggningssidan

## Tillägg för tjänstens sidor

method-paused-seconds = { $seconds ->
    [one] Flera förfrågningar i rad bekräftades inte. Vänta { $seconds } sekund före nästa, eller använd lösenordslistan.
   *[other] Flera förfrågningar i rad bekräftades inte. Vänta { $seconds } sekunder före nästa, eller använd lösenordslistan.
}
method-paused-minutes = { $minutes ->
    [one] Flera förfrågningar i rad bekräftades inte. Vänta { $minutes } minut före nästa, eller använd lösenordslistan.
   *[other] Flera förfrågningar i rad bekräftades inte. Vänta { $minutes } minuter före nästa, eller använd lösenordslistan.
}
one-time-other-number = Det numret hann användas. Skriv det lösenord som nu efterfrågas.
pairing-link-copy = Kopiera länken
pairing-link-copied = Kopierad
welcome-by-key = Bekräftad i Key på { $device }.
welcome-by-number = Bekräftad med engångslösenord nummer { $number }.
welcome-device-frozen = Stoppad: en kopia har svarat
welcome-events = Det här har hänt
event-device-added = Key togs i bruk
event-device-frozen = En kopia av en Key stoppades
event-device-left = En Key kopplades från i telefonen
event-device-locked = En Key låstes efter för många felaktiga försök
event-device-refused = En telefon kändes inte igen
event-device-removed = En telefon togs ur bruk
event-factor-changed = PIN-kod eller biometri för en Key ändrades
event-factor-failures = Flera felaktiga PIN-koder i en Key
event-login-not-me = En inloggning anmäldes som någon annans

## Meddelanden till användaren

message-device-added-title = Key togs i bruk hos { $service }
message-device-added-text = En telefon bekräftar nu inloggningarna för { $username } hos { $service }. Om det inte var du, logga in med ett engångslösenord och meddela genast din huvudanvändare.
message-device-frozen-title = En kopia av din Key stoppades
message-device-frozen-text = Två kopior av en telefon har svarat för { $username } hos { $service }. Båda är stoppade och ingenting kan bekräftas med dem. Logga in med ett engångslösenord och ta Key i bruk på nytt.
message-device-left-title = Key kopplades från { $service }
message-device-left-text = En telefon bekräftar inte längre inloggningarna för { $username } hos { $service }. Om det inte var du, meddela genast din huvudanvändare eller supporten för { $service }.
message-device-locked-title = Key låstes hos { $service }
message-device-locked-text = En telefon låstes för { $username } hos { $service } efter för många felaktiga försök. Logga in med ett engångslösenord och ta Key i bruk på nytt.
message-device-refused-title = En telefon kopplades inte till { $service }
message-device-refused-text = En telefon hade läst QR‑koden för { $username } hos { $service } och kändes inte igen. Den kopplades inte. Visa inte QR‑koden för någon.
message-device-removed-title = En telefon fungerar inte längre med { $service }
message-device-removed-text = Supporten för { $service } har tagit en av { $username }:s telefoner ur bruk. Den bekräftar ingenting längre. Om du inte har bett om det, meddela genast supporten för { $service }.
message-factor-changed-title = PIN-kod eller biometri ändrades hos { $service }
message-factor-changed-text = PIN-kod eller biometri i en telefon ändrades för { $username } hos { $service }. Om det inte var du, logga in med ett engångslösenord och meddela genast din huvudanvändare eller supporten hos { $service }.
message-factor-failures-title = Felaktiga PIN-koder hos { $service }
message-factor-failures-text = Tre felaktiga PIN-koder i rad angavs på en telefon för { $username } hos { $service }. Om det inte var du har någon telefonen eller en kopia av den: koppla från den och meddela genast din huvudanvändare eller supporten hos { $service }.
message-login-not-me-title = Någon försökte logga in på { $service }
message-login-not-me-text = En inloggning för { $username } hos { $service } anmäldes som någon annans ({ $detail }). Ingen loggades in. Den som försökte kan lösenordet: meddela genast din huvudanvändare eller supporten för { $service }, så att det byts.
message-phone-name = Namnet som telefonen har gett sig själv: ”{ $name }”

## The way to another site

onward-title = Vidare till en annan webbplats
onward-text = Du skickas vidare till { $site }.
onward-go = Fortsätt

### Telefonappen.

app-title = Key

## Hem

home-accounts = Konton
home-add = Lägg till
home-loading = Öppnar Key
home-empty-title = Inga konton ännu
home-empty-text = Logga in på tjänstens sida, välj ”Ta Key i bruk” där och lägg till kontot här.
home-empty-add = Lägg till ett konto
home-requests = Begäranden
home-request-login = Logga in på { $service }?
home-request-now = Nyss
home-request-minutes = { $minutes ->
    [one] För { $minutes } minut sedan
   *[other] För { $minutes } minuter sedan
}

## Konto

account-status-disconnected = Frånkopplad
account-status-frozen = Stoppad
account-status-locked = Låst
account-status-offline = Ingen anslutning
account-status-pairing = Fortsätt på inloggningssidan
account-locked-title = Key är låst för { $service }
account-locked-text = Bekräftelsen misslyckades fem gånger. Logga in på { $service } med ett engångslösenord och ta Key i bruk på nytt. Dina andra konton påverkas inte.
account-frozen-title = En kopia av denna Key har svarat
account-frozen-text = Någon annan kan ha en kopia av din Key. Båda är stoppade och inget kan bekräftas med dem. Ta bort kontot här, logga in på { $service } med ett engångslösenord och ta Key i bruk på nytt.
account-disconnected-title = { $service } har kopplat från denna enhet
account-disconnected-text = Key kan inte längre bekräfta för { $username }. Ta bort kontot här, logga in med ett engångslösenord och ta Key i bruk på nytt. Dina andra konton påverkas inte.
account-gone-title = Kontot finns inte längre i Key
account-gone-text = Inget bekräftades. Logga in med ett engångslösenord och ta Key i bruk på nytt om du fortfarande behöver kontot.
account-unusable-title = Key måste tas i bruk på nytt
account-unusable-text = Inget bekräftades. Logga in på { $service } med ett engångslösenord och välj ”Ta Key i bruk”. Dina andra konton påverkas inte.
account-remove = Ta bort kontot
account-remove-title = Ta bort { $username } från denna Key?
account-remove-text = Sedan kan denna enhet inte längre bekräfta för { $service }. Du kan ta Key i bruk på nytt med ett engångslösenord.
account-remove-keep = Behåll kontot

## Lägga till ett konto

pair-title = Lägg till ett konto
pair-ready-title = Ser du QR‑koden på inloggningssidan?
pair-ready-text = Du kommer dit med användarnamn och lösenord: välj ”Ta Key i bruk” på inloggningssidan.
pair-ready-yes = Ja, läs av QR‑koden
pair-ready-other = Lägg till på annat sätt
pair-other-title = Lägg till på annat sätt
pair-paste = Klistra in en länk
pair-paste-text = Länken finns under QR‑koden.
pair-paste-title = Klistra in kopplingslänken
pair-paste-label = Kopplingslänk
pair-picture = Välj en bild
pair-picture-text = En bild av QR‑koden
pair-scan = Läs av med kameran
pair-scan-text = QR‑koden finns på inloggningssidan.
pair-elsewhere-title = Ingen Key-tjänst svarar på den här adressen
pair-elsewhere-text = Inget kopplades. Kopiera länken på nytt från inloggningssidan.

camera-title = Läs av QR‑koden
camera-hint = Rikta kameran mot QR‑koden på inloggningssidan
camera-view = Bild från kameran
camera-refused-title = Key får inte använda kameran
camera-refused-text = Tillåt kameran i telefonens eller webbläsarens inställningar, eller lägg till kontot på annat sätt.

picture-empty-title = Ingen QR‑kod i bilden
picture-empty-text = Välj en bild där hela QR‑koden syns, eller klistra in länken.
picture-foreign-title = Filen är ingen bild som Key kan öppna
picture-foreign-text = Den är skadad, för stor eller ingen bild. Välj en bild i formatet PNG, JPEG eller WebP på högst 10 megabyte, eller klistra in länken.

link-opening = Öppnar länken
link-expired-title = Länken har gått ut
link-expired-text = En kopplingslänk gäller i två minuter. Välj ”Aktivera ny QR‑kod” på inloggningssidan och läs av den nya koden.
link-used-title = Länken är redan använd
link-used-text = En kopplingslänk fungerar en gång. Välj ”Aktivera ny QR‑kod” på inloggningssidan. Om det inte var du som använde länken, välj där ”Nej, det är inte min telefon”.
link-foreign-title = Det här är ingen kopplingslänk
link-foreign-text = Länken finns på inloggningssidan, under QR‑koden. Kopiera hela länken.
link-insecure-title = Länken är inte säker
link-insecure-text = Den börjar inte med https, så andra skulle kunna lyssna. Inget skickades. Öppna inloggningssidan från en adress du känner till och kopiera länken där.
link-version-title = Uppdatera Key
link-version-text = Länken kräver en nyare Key. Uppdatera appen och läs sedan av en ny kod.

review-title = Koppla till { $service }?
review-text = Kontrollera att adressen är inloggningssidans.
review-warning = Bekräfta bara om du själv har påbörjat kopplingen.
review-confirm = Bekräfta kopplingen

commit-title = Fortsätt på inloggningssidan
commit-text = Kontrollera att sidan visar den här kontrollkoden och välj ”Ja, koderna är lika” där.
commit-waiting = Väntar på inloggningssidan
commit-refused-title = Inte kopplad
commit-refused-text = Telefonen godkändes inte på inloggningssidan. Läs av en ny kod om du vill försöka igen.

paired-title = Key är kopplad
paired-text = Du kan nu bekräfta inloggningar på { $service } som { $username }.

## PIN-kod

pin-new-title = Välj en PIN-kod
pin-new-text = Sex siffror. Samma PIN-kod bekräftar för alla dina konton.
pin-again-title = Skriv PIN-koden igen
pin-again-text = Då vet du att du skrev rätt.
pin-mismatch = PIN-koderna var inte lika. Välj en PIN-kod på nytt.
pin-trivial = Den här PIN-koden är lätt att gissa. Välj en annan.
pin-title = Ange din PIN-kod
pin-for-login = för att bekräfta inloggningen på { $service }
pin-for-pairing = för att lägga till kontot. Alla dina konton har samma PIN-kod, och { $service } kontrollerar den.
pin-typed = { $typed } av 6 siffror angivna
pin-delete = Ta bort sista siffran
pin-keypad = Siffror

## Fingeravtryck eller ansikte

biometrics-offer-title = Bekräfta med fingeravtryck eller ansikte?
biometrics-offer-text = Det går fortare än PIN-koden. PIN-koden fungerar också alltid.
biometrics-offer-use = Använd fingeravtryck eller ansikte
biometrics-offer-skip = Använd bara PIN-kod
biometrics-use = Använd fingeravtryck eller ansikte
biometrics-failed = Du kändes inte igen. Försök igen eller använd PIN-koden.

## Begäran

request-warning = Bekräfta bara en inloggning som du själv har påbörjat.
request-new-browser = Webbläsaren är ny för kontot
request-new-browser-short = Ny webbläsare
request-not-me = Det var inte jag
request-digits-title = Skriv de sex siffrorna
request-digits-label = Sex siffror
request-digits-where = De visas på inloggningssidan för { $service } i webbläsaren.
request-digits-next = Därefter skriver du de sex siffror som inloggningssidan visar.
request-digits-short = Skriv alla sex siffrorna.
request-working = Skickar ditt svar
request-confirmed-title = Inloggningen är bekräftad
request-confirmed-text = Webbläsaren går vidare av sig själv.
request-declined-title = Inloggningen avvisades
request-declined-text = Webbläsaren släpptes inte in.
request-reported-title = Inloggningen stoppades
request-reported-text = Någon kan känna till ditt lösenord. Meddela genast din huvudanvändare eller supporten för { $service }, så att det byts.
request-confirmed-elsewhere-title = Redan bekräftad
request-confirmed-elsewhere-text = Inloggningen bekräftades på en annan av dina enheter. Om det inte var du, meddela genast din huvudanvändare eller supporten för { $service }.
request-declined-elsewhere-title = Redan avvisad
request-declined-elsewhere-text = Inloggningen avvisades på en annan av dina enheter. Webbläsaren släpptes inte in. Du behöver inte göra något här.
request-expired-title = Den här inloggningen är avslutad
request-expired-text = Tiden gick ut, den avbröts eller en nyare inloggning tog dess plats. Inget bekräftades här.
request-digits-wrong-title = De sex siffrorna var inte lika
request-digits-wrong-text = Inloggningen avslutades och inget bekräftades. Börja på nytt i webbläsaren och skriv de sex siffror som visas då.
request-refused-left = { $left ->
    [one] Inte bekräftat. { $left } försök kvar.
   *[other] Inte bekräftat. { $left } försök kvar.
}
request-untrusted-title = Den här begäran går inte att lita på
request-untrusted-text = Den är inte undertecknad av { $service }, eller har ändrats på vägen. Inget bekräftades. Börja inloggningen på nytt i webbläsaren.

## Problem

trouble-network-title = Ingen anslutning
trouble-network-text = Inget gick förlorat. Kontrollera nätet och försök igen.
trouble-offline-line = Ingen anslutning. Inget gick förlorat. Ange PIN-koden igen.
trouble-service-title = { $service } kan inte svara just nu
trouble-service-text = Inget gick förlorat. Försök igen om en stund.
trouble-busy-title = För många försök
trouble-busy-text = Vänta { $wait } och försök igen.
trouble-version-title = Uppdatera Key
trouble-version-text = { $service } kräver en nyare Key. Uppdatera appen. Dina konton finns kvar som de är.
trouble-storage-title = Key kunde inte spara
trouble-storage-text = Inget ändrades. Frigör utrymme i telefonen och försök igen.
trouble-unknown-title = Det gick inte
trouble-unknown-text = Inget bekräftades. Försök igen om en stund.
trouble-biometrics-title = Du kändes inte igen
trouble-biometrics-text = Inget bekräftades. Försök igen eller använd PIN-koden.
trouble-biometrics-changed-title = Fingeravtryck eller ansikten har ändrats
trouble-biometrics-changed-text = Inget bekräftades. Någon har lagt till eller tagit bort ett fingeravtryck eller ansikte i telefonen. Använd PIN-koden.
trouble-digits-title = De sex siffrorna saknas
trouble-digits-text = Inget bekräftades. Öppna begäran igen och skriv de sex siffror som inloggningssidan visar.
trouble-disconnected-title = { $service } känner inte längre till telefonen
trouble-disconnected-text = Inget bekräftades. Ta bort kontot här, logga in med ett engångslösenord och ta Key i bruk på nytt. Dina andra konton påverkas inte.
trouble-fault-title = { $service } har ett fel
trouble-fault-text = Svaret går inte att läsa. Inget gick förlorat. Försök igen om en stund.
trouble-identity-title = Tjänsten kunde inte kontrolleras
trouble-identity-text = Den som svarade är inte tjänsten som koden eller kontot hör till. Inget kopplades eller bekräftades. Öppna inloggningssidan från en adress du känner till och börja om där.
service-unnamed = tjänsten
work-checking = Kontrollerar PIN-koden
work-enrolling = Skapar telefonens nycklar
trouble-not-confirmed-title = Inte bekräftat
trouble-not-confirmed-text = { $left ->
    [one] Inget bekräftades. Ange PIN-koden igen. { $left } försök kvar.
   *[other] Inget bekräftades. Ange PIN-koden igen. { $left } försök kvar.
}

## PIN-koden för ett nytt konto kontrolleras av en tjänst som redan är kopplad

check-busy-title = { $service } har fått för många frågor
check-busy-text = Tjänsten kontrollerar din PIN-kod. Inget kopplades. Vänta { $wait } och försök igen.
check-failed-title = { $service } kontrollerade inte din PIN-kod
check-failed-text = Inget kopplades. Om det händer igen, välj { $service } i Key, koppla från den här telefonen och börja om.
check-identity-title = { $service } kunde inte kontrolleras
check-identity-text = Tjänsten skulle kontrollera din PIN-kod, men den som svarade är inte den tjänst som Key är kopplad till. Inget nytt kopplades. Välj { $service } i Key, koppla från den här telefonen och börja om.
check-next = Säker på koden? Ange den igen, så kontrollerar { $next } den.
check-refused = { $left ->
    [one] Inte bekräftat. { $left } försök kvar hos { $service }.
   *[other] Inte bekräftat. { $left } försök kvar hos { $service }.
}
check-unreached = { $service } svarar inte. Ange PIN-koden igen, eller ta bort { $service } ur Key om den inte finns längre.

## Inställningar och den simulerade telefonen

settings-language-phone = Som i telefonen

simulator-closed-title = Telefonen är stängd här
simulator-closed-text = Öppna adressen som cargo run har skrivit ut. Varje start har en ny.
simulator-sensor = Simulerad fingeravtryckssensor
simulator-title = Den simulerade telefonen
simulator-touch = Nästa beröring känns igen
simulator-noscript = Slå på JavaScript för att använda telefonen i webbläsaren.
simulator-reconnecting = Ansluter till telefonen igen

## Fel PIN-koder före en rätt, och att koppla från den här telefonen

failures-title = { $count ->
    [one] En felaktig PIN-kod sedan { $time }
   *[other] { $count } felaktiga PIN-koder sedan { $time }
}
failures-text = Angavs för { $service }. Var det inte du? Då har någon den här telefonen eller en kopia av den.
failures-disconnect = Koppla från den här telefonen
failures-known = Det var jag
disconnect-title = Koppla från den här telefonen från { $service }?
disconnect-text = Den kan då inte längre bekräfta för { $username }. Du kan ta Key i bruk igen med ett engångslösenord.
disconnect-confirm = Koppla från
disconnect-working = Kopplar från
disconnect-failed-title = { $service } kunde inte meddelas
disconnect-failed-text = Telefonen är fortfarande kopplad dit. Försök igen eller ta bort kontot bara från den här telefonen. Du kan ta Key i bruk på nytt med ett engångslösenord.
disconnect-only-here = Ta bort från telefonen

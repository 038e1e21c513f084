### Telefonappen.

app-title = Key

## Hem

home-accounts = Konton
home-add = Lägg till ett konto
home-loading = Öppnar Key
home-empty-title = Inga konton ännu
home-empty-text = Logga in på tjänsten i webbläsaren, välj ”Aktivera Key” eller ”Lägg till en telefon” där och lägg till kontot här.
home-empty-add = Lägg till ett konto
home-unfinished = Inte klart: { $service }
home-offline = Logga in när telefonen saknar nätverk
home-activity = Senaste aktivitet
home-requests = Förfrågningar
home-request-login = Logga in på { $service }?
home-request-add-device = Lägga till en telefon för { $service }?
home-request-new-list = Skapa en ny lösenordslista för { $service }?
home-request-remove-device = Ta bort en telefon från { $service }?
banner-login = Inloggning från { $browser }
banner-add-device = Lägg till en telefon, från { $browser }
banner-new-list = En ny lösenordslista, från { $browser }
banner-remove-device = Ta bort en telefon, från { $browser }
home-request-now = Nyss
home-request-minutes = { $minutes ->
    [one] För { $minutes } minut sedan
   *[other] För { $minutes } minuter sedan
}
age-hours = { $hours ->
    [one] { $hours } timme sedan
   *[other] { $hours } timmar sedan
}
age-days = { $days ->
    [one] { $days } dag sedan
   *[other] { $days } dagar sedan
}

## Konto

account-status-disconnected = Bortkopplad
account-status-frozen = Stoppad
account-status-locked = Låst
account-status-offline = Ingen anslutning
account-title = Konto
account-device = Telefonens namn
account-factor = Bekräftar med
account-factor-pin = PIN-kod
account-factor-biometrics = Fingeravtryck eller ansikte
account-rename = Namn i Key
account-rename-text = Bara du ser det. Lämna tomt för att visa ”{ $service }”.
account-activity-none = Inget har besvarats i den här telefonen ännu.
answered-title = Besvarad förfrågan
answered-not-me = Anmäld som inte din
answered-verify = Kontrollera kvittens
answered-genuine-title = Kvittensen är äkta
answered-genuine-text = Tjänsten har signerat att den fick just det här svaret från den här telefonen.
answered-broken-title = Kvittensen stämmer inte
answered-broken-text = Det som är sparat här har ändrats eller skadats. Det bevisar inget.
account-locked-title = Key är låst för { $service }
account-locked-text = Bekräftelsen misslyckades fem gånger. Logga in på { $service } med ett engångslösenord och aktivera Key på nytt. Dina andra konton påverkas inte.
account-frozen-title = En kopia av din Key har använts
account-frozen-text = Någon annan använder kanske en kopia av din Key. Båda är stoppade och inget kan bekräftas med dem. Ta bort kontot här, logga in på { $service } med ett engångslösenord och aktivera Key på nytt.
account-disconnected-title = { $service } har kopplat bort den här telefonen
account-disconnected-text = Key kan inte längre bekräfta för { $username }. Ta bort kontot här, logga in på { $service } i webbläsaren och välj ”Aktivera Key” eller ”Lägg till en telefon”. Dina andra konton påverkas inte.
account-gone-title = Kontot finns inte längre i Key
account-gone-text = Inget bekräftades. Logga in med ett engångslösenord och aktivera Key på nytt om du fortfarande behöver kontot.
account-unusable-title = Key måste aktiveras på nytt
account-unusable-text = Inget bekräftades. Logga in på { $service } med ett engångslösenord och välj ”Aktivera Key”. Dina andra konton påverkas inte.
account-remove = Ta bort kontot
account-remove-title = Ta bort { $username } från Key?
account-remove-text = Sedan kan den här telefonen inte längre bekräfta för { $username } på { $service }. Du kan aktivera Key på nytt med ett engångslösenord.
account-remove-keep = Behåll kontot

## Lägga till ett konto

pair-title = Lägg till ett konto
pair-ready-title = Ser du QR‑koden på inloggningssidan?
pair-ready-text = Ange användarnamn och lösenord på inloggningssidan och välj ”Aktivera Key” eller ”Lägg till en telefon”.
pair-ready-yes = Ja, skanna QR‑koden
pair-ready-other = Lägg till på annat sätt
pair-other-title = Lägg till på annat sätt
pair-paste = Klistra in en länk
pair-paste-text = Kopiera den på inloggningssidan
pair-paste-title = Klistra in länken
pair-paste-label = Parkopplingslänk
pair-picture = Välj en bild
pair-picture-text = En bild av QR‑koden
pair-scan = Skanna med kameran
pair-scan-text = QR‑koden finns på inloggningssidan.
pair-new-code = Skanna en ny kod
pair-elsewhere-title = Ingen Key-tjänst svarar på den här adressen
pair-elsewhere-text = Kontot lades inte till. Kopiera länken på nytt från inloggningssidan.

camera-title = Skanna QR‑koden
camera-hint = Rikta kameran mot QR‑koden på inloggningssidan
camera-view = Bild från kameran
camera-refused-title = Key får inte använda kameran
camera-refused-text = Tillåt kameran för Key i telefonens eller webbläsarens inställningar och försök igen.
camera-missing-title = Ingen kamera hittades
camera-missing-text = Lägg till kontot med länken eller en bild av QR‑koden.
camera-try-again = Prova kameran igen

picture-empty-title = Ingen QR‑kod i bilden
picture-empty-text = Välj en bild där hela QR‑koden syns, eller klistra in länken.
picture-foreign-title = Filen är ingen bild som Key kan öppna
picture-foreign-text = Den är skadad, för stor eller ingen bild. Välj en bild i formatet PNG, JPEG eller WebP på högst 10 megabyte, eller klistra in länken.

link-opening = Öppnar länken
link-expired-title = Länken har gått ut
link-expired-text = Den kan inte längre användas. Hämta en ny på inloggningssidan med ”Hämta ny QR‑kod”.
link-used-title = Länken har redan använts
link-used-text = En parkopplingslänk fungerar bara en gång. Välj ”Hämta ny QR‑kod” på inloggningssidan. Om det inte var du som använde länken väljer du ”Nej, det är inte min telefon” där.
link-foreign-title = Det här är ingen parkopplingslänk
link-foreign-text = Välj ”Kopiera länken” på inloggningssidan och klistra in den här.
link-insecure-title = Länken är inte säker
link-insecure-text = Den börjar inte med https, så andra skulle kunna läsa det som skickas. Inget skickades. Öppna inloggningssidan från en adress du känner till och kopiera länken där.
link-version-title = Uppdatera Key
link-version-text = Länken kräver en nyare Key. Uppdatera appen och skanna sedan en ny kod.
scanned-codes-title = Key kan inte spara engångskoder ännu
scanned-codes-text = Det här är till för en app som visar engångskoder. Koppla Key med QR‑koden eller länken på inloggningssidan.
scanned-request-title = Key kan inte ta emot en begäran så här ännu
scanned-request-text = Inget bekräftades. Begäranden kommer till Key av sig själva när telefonen har kontakt med nätet.

link-open-title = Öppna länken?
link-open-text = Den aktiverar Key hos { $host }. Fortsätt bara om det är adressen till din inloggningssida och du själv har bett om länken.
link-open-go = Fortsätt
review-title = Parkoppla med { $service }?
review-text = Kontrollera att det är adressen till din inloggningssida.
review-warning = Bekräfta bara en parkoppling som du själv har påbörjat.
review-already = Kontot finns redan i den här telefonen. Öppna länken i den andra telefonen om det är den du lägger till.
review-confirm = Bekräfta parkopplingen
review-give-up = Parkoppla inte

commit-title = Fortsätt på inloggningssidan
commit-text = Kontrollera att sidan visar den här kontrollkoden och välj ”Ja, koderna stämmer” där.
commit-waiting = Väntar på inloggningssidan
commit-refused-title = Telefonen parkopplades inte
commit-refused-text = Telefonen godkändes inte på inloggningssidan. Skanna en ny kod om du vill försöka igen.
commit-expired-title = Tiden för parkoppling är slut
commit-expired-text = En parkoppling ska vara klar inom tio minuter. Välj ”Hämta ny QR‑kod” på inloggningssidan och skanna den nya koden.

paired-title = Key är parkopplad
paired-text = Du kan nu bekräfta inloggningar på { $service } som { $username }.

## PIN-kod

pin-new-title = Välj en PIN-kod
pin-new-text = Sex siffror. Samma PIN-kod gäller för alla dina konton.
pin-again-title = Ange PIN-koden igen
pin-again-text = Då vet du att du angav rätt kod.
pin-mismatch = PIN-koderna stämde inte överens. Välj en PIN-kod på nytt.
pin-trivial = Den här PIN-koden är lätt att gissa. Välj en annan.
pin-unchanged = Det är din nuvarande PIN-kod. Välj en annan.
pin-changed-title = PIN-koden är ändrad
pin-changed-text = Använd den nya PIN-koden från och med nu.
pin-changed-behind-title = Inte ändrad än: { $services }
pin-changed-behind-text = Där gäller din tidigare PIN-kod. Slutför ändringen under Inställningar, Ändra PIN-kod.
pin-title = Ange din PIN-kod
pin-for-pairing = Alla dina konton har samma PIN-kod. { $service } kontrollerar den innan kontot läggs till.
pin-for-offline = Sedan ser du koden för { $service }.
pin-for-biometrics-on = För att använda fingeravtryck eller ansikte.
pin-for-biometrics-off = För att bara bekräfta med PIN-koden.
pin-for-change = { $service } kontrollerar den först. Sedan väljer du en ny.
pin-for-finish = Sedan får även { $service } din nya PIN-kod.
pin-behind = { $service } har fortfarande din tidigare PIN-kod.
pin-previous-title = Ange din tidigare PIN-kod
pin-typed = { $typed } av 6 siffror angivna
pin-delete = Ta bort sista siffran
pin-keypad = Siffror

## Fingeravtryck eller ansikte

biometrics-offer-title = Vill du bekräfta med fingeravtryck eller ansikte?
biometrics-offer-text = Det går snabbare än att ange PIN-koden. PIN-koden fungerar ändå alltid.
biometrics-offer-use = Använd fingeravtryck eller ansikte
biometrics-offer-skip = Använd bara PIN-kod
biometrics-use = Använd fingeravtryck eller ansikte
biometrics-failed = Inte igenkänd. Försök igen eller använd PIN-koden.

## Begäran

request-warning = Bekräfta bara en inloggning som du själv har påbörjat.
request-warning-add-device = Den som har telefonen kan sedan bekräfta åt dig. Bekräfta bara om du själv lägger till en telefon.
request-warning-new-list = Den som har den nya listan kan logga in som du. Bekräfta bara om du själv har bett om den.
request-warning-remove-device = Bekräfta bara om du själv har bett om det här.
request-warning-remove-this = Den här telefonen heter så: den kan sedan inte längre bekräfta för dig. Bekräfta bara om du själv har bett om det här.
request-time-left = Tid kvar
request-not-me = Det var inte jag
request-digits-title = Ange de sex siffrorna
request-digits-label = Sex siffror
request-digits-where = { $username }: de finns på sidan från { $service } i webbläsaren.
request-digits-next = Sedan anger du de sex siffror som sidan visar.
request-digits-short = Ange alla sex siffrorna.
request-digits-mistyped = Det är inte siffrorna på sidan. Du kan försöka en gång till.
request-working = Skickar ditt svar
request-confirmed-title = Inloggningen är bekräftad
request-confirmed-text = Webbläsaren fortsätter automatiskt.
request-declined-title = Inloggningen avvisades
request-declined-text = Webbläsaren loggades inte in.
request-reported-title = Inloggningen stoppades
request-reported-text = Någon kanske känner till ditt lösenord. Kontakta genast din huvudanvändare eller supporten hos { $service }, så att lösenordet byts.
change-confirmed-title = Bekräftat
change-confirmed-text = Webbläsaren fortsätter automatiskt.
change-declined-title = Avvisat
change-declined-text = Inget ändrades.
change-reported-title = Ändringen stoppades
change-reported-text = Någon var inloggad som du. Den webbläsaren har loggats ut. Kontakta genast din huvudanvändare eller supporten hos { $service }, så att lösenordet byts.
request-unsaved-title = Inte sparat i telefonen
request-unsaved-text = Ditt svar har kommit fram, men Key kunde inte spara det här. Frigör utrymme i telefonen.
request-confirmed-elsewhere-title = Redan bekräftad
request-confirmed-elsewhere-text = Förfrågan bekräftades på en annan av dina enheter. Om det inte var du, kontakta genast din huvudanvändare eller supporten hos { $service }.
request-declined-elsewhere-title = Redan avvisad
request-declined-elsewhere-text = Förfrågan avvisades på en annan av dina enheter. Du behöver inte göra något här.
request-expired-title = Förfrågan är avslutad
request-expired-text = Tiden gick ut, den avbröts eller ersattes av en nyare. Inget bekräftades här. Om den nyare inte är din väljer du ”Det var inte jag” där.
request-digits-wrong-title = De sex siffrorna stämde inte
request-digits-wrong-text = Förfrågan avslutades och inget bekräftades. Börja om i webbläsaren och ange de sex siffror som visas då.
request-refused-left = { $left ->
    [one] Fel PIN-kod. { $left } försök kvar. Sedan låses Key för kontot.
   *[other] Fel PIN-kod. { $left } försök kvar.
}
request-untrusted-title = Du kan inte lita på den här förfrågan
request-untrusted-text = Den är inte signerad av { $service }, eller så har den ändrats på vägen. Inget bekräftades. Börja om i webbläsaren.

## Problem

trouble-network-title = Ingen anslutning
trouble-network-text = Inget gick förlorat. Kontrollera anslutningen och försök igen.
trouble-offline-line = Ingen anslutning. Ange PIN-koden igen.
trouble-service-title = { $service } kan inte användas just nu
trouble-service-text = Inget gick förlorat. Försök igen om en stund.
trouble-busy-title = För många försök
trouble-busy-text = Vänta { $wait } och försök igen.
trouble-version-title = Uppdatera Key
trouble-version-text = { $service } kräver en nyare Key. Uppdatera appen. Dina konton påverkas inte.
trouble-storage-title = Key kunde inte spara
trouble-storage-text = Inget ändrades. Frigör utrymme i telefonen och försök igen.
trouble-unknown-title = Det gick inte
trouble-unknown-text = Inget bekräftades. Försök igen om en stund.
trouble-biometrics-title = Du kändes inte igen
trouble-biometrics-text = Inget bekräftades. Försök igen eller använd PIN-koden.
trouble-biometrics-changed-title = Fingeravtryck eller ansikten har ändrats
trouble-biometrics-changed-text = Inget bekräftades. Någon har lagt till eller tagit bort ett fingeravtryck eller ansikte i telefonen. Använd PIN-koden.
trouble-digits-title = De sex siffrorna saknas
trouble-digits-text = Inget bekräftades. Öppna förfrågan igen och ange de sex siffror som inloggningssidan visar.
trouble-disconnected-title = { $service } känner inte längre igen telefonen
trouble-disconnected-text = Inget bekräftades. Ta bort kontot här, logga in på tjänsten i webbläsaren och välj ”Aktivera Key” eller ”Lägg till en telefon”. Dina andra konton påverkas inte.
trouble-fault-title = Något är fel hos { $service }
trouble-fault-text = Svaret går inte att läsa. Inget gick förlorat. Försök igen om en stund.
trouble-identity-title = Tjänsten kunde inte verifieras
trouble-identity-text = Svaret kom inte från den tjänst som koden eller kontot hör till. Inget parkopplades eller bekräftades. Öppna inloggningssidan från en adress du känner till och börja om där.
service-unnamed = tjänsten
work-checking = Kontrollerar PIN-koden
work-pin = Skickar den nya PIN-koden till dina tjänster
work-enrolling = Skapar telefonens nycklar
work-making-code = Skapar koden
work-giving-up = Avslutar parkopplingen
work-biometrics = Meddelar tjänsterna
trouble-not-confirmed-title = Inte bekräftat
trouble-not-confirmed-text = { $left ->
    [one] Inget bekräftades. Ange PIN-koden igen. { $left } försök kvar.
   *[other] Inget bekräftades. Ange PIN-koden igen. { $left } försök kvar.
}

## PIN-koden för ett nytt konto kontrolleras av en tjänst som redan är parkopplad

check-busy-title = För många försök hos { $service }
check-busy-text = Tjänsten kontrollerar din PIN-kod. Kontot lades inte till. Vänta { $wait } och försök igen.
check-failed-title = { $service } kontrollerade inte din PIN-kod
check-failed-text = Kontot lades inte till. Om det händer igen, välj { $service } i Key, koppla bort den här telefonen och börja om.
check-identity-title = { $service } kunde inte verifieras
check-identity-text = Tjänsten skulle kontrollera din PIN-kod, men svaret kom inte från den tjänst som Key är parkopplad med. Kontot lades inte till. Välj { $service } i Key, koppla bort den här telefonen och börja om.
check-next = Säker på koden? Ange den igen, så kontrollerar { $next } den.
check-refused = { $left ->
    [one] Fel PIN-kod. { $left } försök kvar hos { $service }. Sedan låses Key där.
   *[other] Fel PIN-kod. { $left } försök kvar hos { $service }.
}
check-unreached = { $service } svarar inte. Ange PIN-koden igen, eller ta bort { $service } från Key om tjänsten inte finns längre.

## Inställningar och den simulerade telefonen


simulator-closed-title = Telefonen är stängd här
simulator-closed-text = Öppna adressen som provprogrammet har skrivit ut i sitt fönster. Varje start har en ny.
simulator-offline = Flygplansläge
simulator-sensor = Simulerad fingeravtryckssensor
simulator-title = Den simulerade telefonen
simulator-touch = Nästa beröring känns igen
simulator-noscript = Slå på JavaScript för att använda telefonen i webbläsaren.
simulator-reconnecting = Ansluter till telefonen igen

## Fel PIN-koder före en rätt, och att koppla bort den här telefonen

failures-title = { $count ->
    [one] En felaktig PIN-kod sedan { $time }
   *[other] { $count } felaktiga PIN-koder sedan { $time }
}
failures-text = Angavs för { $service }. Var det inte du? Då har någon den här telefonen eller en kopia av den.
failures-disconnect = Koppla bort den här telefonen
failures-known = Det var jag
disconnect-title = Koppla bort den här telefonen från { $service }?
disconnect-text = Kontot försvinner från Key och telefonen kan inte längre bekräfta för { $username }. Du kan aktivera Key på nytt med ett engångslösenord.
disconnect-confirm = Koppla bort
disconnect-working = Kopplar bort
disconnect-failed-title = { $service } kunde inte nås
disconnect-failed-text = Telefonen är fortfarande parkopplad med tjänsten. Försök igen eller ta bort kontot bara från den här telefonen. Du kan aktivera Key på nytt med ett engångslösenord.
disconnect-only-here = Ta bort från telefonen
settings-title = Inställningar
settings-as-phone = Som i telefonen
settings-biometrics = Fingeravtryck eller ansikte
settings-pin = Ändra PIN-kod
settings-pin-unfinished = Inte slutförd: { $services }
settings-theme = Färger
settings-theme-light = Ljus
settings-theme-dark = Mörk
settings-phone-name = Telefonens namn
settings-phone-name-text = Tjänsterna visar det för konton som du lägger till från och med nu.
name-not-shown = Namnet har inga tecken som kan visas. Välj ett annat.
about-title = Om Key
about-text = Dina inloggningar, bekräftade av dig.
settings-version = Version
about-keys = Nycklar
about-keys-files = I filer på den här enheten, som på en vanlig dator.
about-keys-hardware = I enhetens säkra maskinvara, som aldrig lämnar ut dem.
about-licences = Licenser
about-licences-text = Key: MIT eller Apache 2.0. Typsnittet Inter: SIL Open Font License 1.1.

## Offlinekod

code-title = Offlinekod
code-choose = Vilket konto?
code-label = Offlinekod
code-left = { $seconds ->
    [one] En ny kod om { $seconds } sekund
   *[other] En ny kod om { $seconds } sekunder
}
code-where = Ange den på inloggningssidan, under ”Min telefon är offline”.
code-unchecked = Key kan inte kontrollera PIN-koden här: fel PIN-kod ger fel kod.
code-hidden = Koden är dold igen.
code-again = Visa koden

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the jury codes: ours, ordinary, of 4 to 8 letters without an accent, told apart by their first four."""

from typing import Final

_LIST: Final = """
abeille abonner abricot absolu acacia acajou accent accord accueil acier acrobate acteur adage adjoint admirer
adopter adorer adroit agenda agile agneau agrume aigle aiguiser aimant aisance alambic album alezan algue
aliment allonger almanach alouette alpage alphabet alpin altitude alto amande amateur amical amidon amont amour
amphore ample amulette amuser ananas anchois anecdote angle animal anis anneau anorak antenne antilope aplomb
appel apprenti aquarium aqueduc arabica arachide arbre arbuste arcade archet ardeur argent argile arlequin
armoire aromate arrosoir article asile aspect aster astre astuce atelier atlas atoll atome atout atrium aube
auditeur aurore auteur automne autruche auvent avaler avant aveline avenir averse avion aviron avis avoine avril
axiome azur bagage baguette baie bain baiser baladin balcon ballon balustre bambou banane banc banjo banlieue
baobab basilic basket bassin bateau batterie bazar beau beige berceau bergerie besace biberon bidon bienfait
bijou bilan binocle biologie biscuit bison bistrot bivouac bizarre blaireau blanc blason blazer bleu bloc blond
bluet bobinage bocage bois bolide bonbon bondir bonheur bonjour bonnet bordure bosquet bouchon bougie boulon
bouquet bourgeon boussole bouton bowling boxeur bracelet brancard brebis breuvage brevet bricoler brigade
brillant broder brugnon brun buffet buisson buste cabas cabine cabri cacao cachette cactus cadeau cadran caftan
cageot cahier caillou caisse calcul calepin calice calorie camarade camion campus canal candeur canevas canif
cannelle canot canton capeline capitale capuche caramel carillon carmin carnet caroube carpe carreau casier
cassis castor causette cavalier caviar cellier cerfeuil cerise chaise chalet champ chance chapeau chariot chat
chaumine chemin cheval chien chocolat choix chorale chose chouette ciboule cidre ciel cigale cigogne ciment cinq
circuit cirque ciseaux citron civil clapier clavier climat cloison club cocagne cochon coco coiffer colibri
colline colombe comique compas concert condor conseil contour convive copain corail cordage cornet coron
corriger cosmos coton coucou couleur coupole courage cousin crabe craie crayon cresson cristal croquer cueillir
culture curieux cycle cygne cymbale dahlia daim dallage damas damier dauphin delta demain dense dentelle
descente dessin destin deux diamant dilater dimanche dinde discours disque divan dizaine dodu dollar dolmen
domaine domino donner dorade dossier douceur douze dragon drapeau dresser dune durable duvet dynamo effet
effigie ellipse emballer embellir emploi emporter enclume encrier endive endroit enfant engager engrais envol
ermitage escale espoir esprit essaim essence essieu essor estrade estuaire examen exemple exercice exotique
explorer extra facteur fagot faisan falaise famille fanal fanfare farfadet faucon faune fauteuil fauvette favori
fenouil ferry fertile festin fiable fibre ficelle figue filet filmer finesse flacon flair flamant flanelle fleur
flexible flipper flocon florin fluide flux foin folklore fonction fontaine football forain fossile four foyer
fresque friche frimas frisson frite fromage front fruit furet fusain fuseau fusion gabarit gala galet galion
galop gambader gamme garage gavotte gazelle gazon genre gentil germer geste gibier gilet girafe girolle gland
globe gloire gnome gobelet golf gorille gosier goudron gourde grain gramme grappe graver grelot grenier griffon
grimper griotte gris grive grizzly grue guidon guignol guise guitare gymnase habit hamac hameau hamster handball
hanneton haricot harmonie harnais haut hectare hermine heure hexagone hibou histoire hiver hockey honorer
horizon horloge houblon houle hublot huit humour humus hymne igloo iguane imaginer index inscrire inspirer
instant inventer iris isoler italique ivoire jacinthe jade jaguar jalon jambon janvier jardin jasmin jaune
javelot jazz jean jeton jeudi joie joker joli jonc jouet joufflu jour joyau joyeux judo juillet juin jument
jungle junior kaki karting kayak kermesse kimono kiosque kiwi koala lacet lagon lagune lait lama lambris lampe
landau lapin latin laurier lavande leader lentille lexique liane licorne lierre lilas limpide linotte lion
liqueur liseron litchi litre livret logis longueur lorgnon lotus loutre lucarne lueur lundi lunettes lutrin
lyrique macaron magasin magie magnolia maillot main maison mallette malt mangue manteau manuel maquette marathon
mardi marelle marin marron mastic match matelot mazurka melon menthe menuet mercredi merlan miauler micro midi
miel mieux milieu mimosa mirage miroir mistral mitaine modeste moineau monnaie montagne morceau morille morse
moteur motif moufle moulin moussu muguet munir mural muscade museau mutuel myrtille nacelle napper narcisse
narine natation nature nautique navet navire nectar neuf nicher nickel niveau noble nocturne noir noisette noix
nomade notice nougat nouveau novembre noyau noyer nuage nuit nylon nymphe oasis objet ocarina occasion octave
octobre odorant ogive oiseau oisillon olive olympe omelette omnibus onctueux ondine onduler onze opale opaque
opinion optique orateur oreille organe orge orgue orient origan ormeau ornement ortie oseille osier ouistiti
ours outil ovale pagode paire paisible palais palmier palombe paluche panda panier panneau pantalon paon papier
paquet parasol parc pardon parent parfum parka parmesan parquet parvis passage pastel patate patience paver
pavillon paysage pelage pelle perdrix perron persil peuplier phare photo piano pichet pieuvre pigeon pilier
pinceau pingouin pinson pintade pipeau pirogue piscine pivert pivoine pizza plafond plateau pluie poisson
polaire polka pollen polo pompon poncho poney pont portrait potage poterie potiron poule prairie prestige
primeur profil proverbe puits pupitre puzzle pyjama python quarante quatre quenelle quiche quinze raccord radar
radeau radio rafale raie raisin rameau ranger rapide raquette ratisser ravin rayon recette record recueil reflet
refrain refuge regarder reine relais renard renne repas revue rhubarbe riant riche rideau risette rituel rivage
rivet rizerie robinet robot robuste rocade rocher roman rondeur roquette rosette rosier rotin rotule rouleau
routine royal ruban rubis rucher ruelle rugby rugueux ruisseau sabot sacoche safari safran sagesse salade salle
salon salsifis samba samedi sandale sanglier sapin sardine satin sauge saule saumon sauna savane saveur savon
sceau scooter sculpter seau seigle semaine sentier sereine serin sieste sifflet signal silence sillage sirop
site sketch skier slalom slogan smoking sobre sofa soixante solaire soleil sommet sonate sorbet soucoupe soulier
source souvenir spatule sport square stable station steppe strophe studio stylo sucette support surprise symbole
synonyme syntaxe tablier tabouret tactile talent talus tambour tandem tango tante tapis taquin tarte tatami
taureau taxi teck tennis terrain thermos thon thym tiare ticket tige tilleul timide tirelire toboggan toiture
tomate tonique tonneau topaze tornade torrent toucan toundra toupie tracteur train tramway treize treuil
triangle tricot trier trio trois trombone tulipe tunique tunnel turbot tutu tuyau unisson utile utopie vacarme
vallon variable vedette velours verger vernis verveine vigile vigne vigueur villa violette visage vision vitesse
vitrail vocal volcan volet voyelle wagon wapiti yacht yaourt yoga zeppelin zibeline zigzag zinnia zircon
zodiaque zoologie
"""

WORDS: Final = tuple(_LIST.split())
"""1 024 of them, in alphabetical order: ten bits each. A word never changes: codes in use are made of them."""

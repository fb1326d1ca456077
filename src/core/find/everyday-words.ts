/**
 * What everybody's sentences are full of, and everyday words for one thing. English (and the commonest small
 * words of German, French and Spanish); in other languages the book's own phrases and typing slips still count.
 */

/** Words that say little about what is asked for. Written without apostrophes and accents. */
export const SMALL_WORDS: ReadonlySet<string> = new Set(
  (
    'a about after again all also am an and any anyone anything are as at be because been before being but by can cannot ' +
    'cant come could couldnt day did didnt do does doesnt doing done dont each else even ever every few for from get ' +
    'getting give go going good gonna got guys had has hasnt have havent having he hello help her here hey hi him his hope ' +
    'how however i id if ill im in into is isnt it its ive just know last let like lot made make many may maybe me might ' +
    'mine more most much must my need needs never new next no not nothing now of ok okay on once one only or other our ' +
    'out over please pls possible quite really said same say see she should since so some somebody someone something ' +
    'still such sure take tell than thank thanks that thats the their them then there these they thing things think this ' +
    'those time to today told too totally two u up us very wanna want wants was wasnt way we week well went were what ' +
    'whats when where which while who why will wish with wont would wouldnt yes yesterday yet you your youre ' +
    'aber als am an auch auf aus bei bin bitte das dass dem den der des die ein eine einem einen einer er es fur hab habe ' +
    'haben hallo hatte ich ihr im in ist kann konnen konnte man mein meine meinem meinen meiner mich mir mit mochte nach ' +
    'nicht noch nur oder sehr sie sind so und uns von war was wie will wir wurde zu zum zur ' +
    'au aux avec bonjour ce ces de des du elle en est et etre ete il je jai la le les leur ma mais me mes moi mon nous on ' +
    'ou par pas peux pour pouvez puis que qui sa se ses si son sont suis sur svp un une veux voudrais vous ' +
    'al como con del el ella en es esta este estoy favor gracias ha he hola la las lo los mas me mi muy no nos o para pero ' +
    'por puede que quiero se si sin su un una unos y ya yo'
  ).split(' '),
);
// Spanish "por favor" must not take the word from English books, where a favor is a request type.
(SMALL_WORDS as Set<string>).delete('favor');

/** Words that customers use for one another. A book's own word always counts more than a like one. */
const ALIKE: readonly string[] = [
  'money cash',
  'refund reimburse reimbursement repay',
  'broken broke break damaged damage smashed shattered cracked defective faulty dented',
  'parcel package packet shipment box',
  'swap exchange switch',
  'replacement replace substitute',
  'cancel revoke terminate',
  'bill invoice',
  'late delayed delay overdue',
  'bought buy purchase purchased',
  'paid pay payment',
  'sent send ship shipped',
  'lost lose missing vanished disappeared gone',
  'voucher coupon',
  'discount rebate reduction',
  'account profile',
  'repair fix mend',
  'gift present',
  'speak talk',
  'bag bags baggage luggage suitcase',
  'free complimentary',
  'wrong incorrect',
  'item product article',
  'closing close shut',
];

/** The first words of the part of a sentence that says what is wished for; what stands before is the story. */
export const WISHES: readonly string[] = [
  'i want',
  'i wanna',
  'i need',
  'we need',
  'we want',
  'i would like',
  'id like',
  'we would like',
  'i wish',
  'can i',
  'can you',
  'could i',
  'could you',
  'can we',
  'could we',
  'may i',
  'please',
  'how do i',
  'i am asking',
  'ich mochte',
  'ich will',
  'je veux',
  'je voudrais',
  'quiero',
];

/** After these a wish does not begin but goes on: "a refund please for the lamp" wishes for the refund. */
export const GOES_ON: ReadonlySet<string> = new Set(
  'for because since as from of on with über für wegen pour por para'.split(' '),
);

/** From each word to the words like it, itself left out. */
export const LIKE_WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  ALIKE.flatMap((group) => {
    const words = group.split(' ');
    return words.map((word) => [word, words.filter((other) => other !== word)] as const);
  }),
);

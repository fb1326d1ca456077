/** The product's own sentences, by language; a book's texts come first wherever it has them. */

export type Sentences = {
  yes: string;
  /** To less than was asked for. */
  yesPart: string;
  consult: string;
  decides: string;
  /** The same where the book has no words for whoever decides. */
  somebodyDecides: string;
  agrees: string;
  transfer: string;
  advise: string;
  special: string;
  lookUp: string;
  proof: string;
  question: string;
  acknowledge: string;
  tooMuch: string;
  instead: string;
  offer: string;
  offerAmount: string;
  offerOthers: string;
  offerIf: string;
  part: string;
  colleague: string;
  /** Before the last of several things. */
  and: string;
};

/** A customer of another language gets the whole answer in the language of the book: never two in one sentence. */
export const CATALOG: Readonly<Record<string, Sentences>> = {
  en: {
    yes: "Yes, I'll take care of that for you.",
    yesPart: "Yes, I'll take care of {amount} of it for you.",
    consult: "Let me check one thing with a colleague; I'll come right back to you.",
    decides:
      "I can't decide this one myself, but I know just the person who can: {who}. I'll ask and keep you informed.",
    somebodyDecides:
      "I can't decide this one myself, but I know just the person who can. I'll ask and keep you informed.",
    agrees: "I'm happy to do this for you. {who} has to agree as well; I'll ask and keep you informed.",
    transfer: "I'm bringing in {who} right away, so that you're in the best hands.",
    advise:
      'To keep it fair, {who} will look at this instead of me. I pass everything on, so you need not repeat it.',
    special: "I'd like to find the best way for you, and I'm asking {who}. What would help you most?",
    lookUp: 'One moment, I look that up.',
    proof: 'Could you send us {proof}?',
    question: 'May I ask: {fact}?',
    acknowledge: "I understand that this matters to you, and I'm sorry that it can't be done this way.",
    tooMuch: 'This is more than what can be granted here.',
    instead: 'What I can do:',
    offer: 'I can arrange {what} for you now.',
    offerAmount: 'I can arrange {what} for you now: {amount}.',
    offerOthers: 'I can ask {who} about {what}.',
    offerIf: 'With one more answer from you, {what} may be possible.',
    part: 'I can do {amount} of it right away.',
    colleague: 'a colleague',
    and: 'and',
  },
  de: {
    yes: 'Ja, das erledige ich gern für Sie.',
    yesPart: 'Ja, {amount} davon erledige ich gern für Sie.',
    consult: 'Ich kläre kurz einen Punkt mit einer Kollegin und melde mich gleich wieder.',
    decides:
      'Das kann ich nicht allein entscheiden, aber ich weiß genau, wer es kann: {who}. Ich frage nach und halte Sie auf dem Laufenden.',
    somebodyDecides:
      'Das kann ich nicht allein entscheiden, aber ich weiß genau, wer es kann. Ich frage nach und halte Sie auf dem Laufenden.',
    agrees:
      'Das mache ich gern für Sie. {who} muss noch zustimmen; ich frage nach und halte Sie auf dem Laufenden.',
    transfer: 'Ich hole sofort {who} dazu, damit Sie in den besten Händen sind.',
    advise:
      'Damit es gerecht bleibt, schaut sich {who} das an meiner Stelle an. Ich gebe alles weiter, Sie müssen nichts wiederholen.',
    special: 'Ich möchte den besten Weg für Sie finden und frage {who}. Was würde Ihnen am meisten helfen?',
    lookUp: 'Einen Moment, ich sehe nach.',
    proof: 'Könnten Sie uns Folgendes schicken: {proof}?',
    question: 'Darf ich fragen: {fact}?',
    acknowledge: 'Ich verstehe, dass Ihnen das wichtig ist, und es tut mir leid, dass es so nicht geht.',
    tooMuch: 'Das ist mehr, als hier möglich ist.',
    instead: 'Was ich für Sie tun kann:',
    offer: '{what} kann ich jetzt für Sie veranlassen.',
    offerAmount: '{what} kann ich jetzt für Sie veranlassen: {amount}.',
    offerOthers: 'Wegen {what} kann ich {who} fragen.',
    offerIf: 'Mit einer weiteren Angabe von Ihnen ist {what} vielleicht möglich.',
    part: '{amount} davon kann ich sofort erledigen.',
    colleague: 'jemand aus dem Team',
    and: 'und',
  },
  es: {
    yes: 'Sí, me encargo de ello.',
    yesPart: 'Sí, me encargo de {amount} de ello.',
    consult: 'Déjeme consultar un punto con una persona del equipo; vuelvo enseguida.',
    decides:
      'Esto no puedo decidirlo yo, pero sé exactamente quién puede: {who}. Lo consulto y le mantengo al corriente.',
    somebodyDecides:
      'Esto no puedo decidirlo yo, pero sé exactamente quién puede. Lo consulto y le mantengo al corriente.',
    agrees:
      'Con mucho gusto. {who} también tiene que dar su visto bueno; lo consulto y le mantengo al corriente.',
    transfer: 'Llamo ahora mismo a {who}, para que esté en las mejores manos.',
    advise: 'Para que sea justo, {who} lo verá en mi lugar. Se lo cuento todo; no tendrá que repetir nada.',
    special: 'Quiero encontrar la mejor solución para usted y lo consulto con {who}. ¿Qué le ayudaría más?',
    lookUp: 'Un momento, lo miro.',
    proof: '¿Podría enviarnos {proof}?',
    question: '¿Me puede decir: {fact}?',
    acknowledge: 'Entiendo que es importante para usted, y siento que no pueda ser así.',
    tooMuch: 'Es más de lo que aquí se puede conceder.',
    instead: 'Lo que sí puedo hacer:',
    offer: 'Puedo ofrecerle ahora: {what}.',
    offerAmount: 'Puedo ofrecerle ahora: {what}, {amount}.',
    offerOthers: 'Puedo consultar con {who}: {what}.',
    offerIf: 'Con un dato más de su parte, quizá sea posible: {what}.',
    part: 'Puedo hacer {amount} ahora mismo.',
    colleague: 'una persona del equipo',
    and: 'y',
  },
  fr: {
    yes: "Oui, je m'en occupe.",
    yesPart: "Oui, je m'occupe de {amount} sur ce montant.",
    consult: 'Je vérifie un point avec une personne de l’équipe et je reviens tout de suite.',
    decides:
      'Je ne peux pas en décider moi-même, mais je sais exactement qui le peut : {who}. Je demande et je vous tiens au courant.',
    somebodyDecides:
      'Je ne peux pas en décider moi-même, mais je sais exactement qui le peut. Je demande et je vous tiens au courant.',
    agrees: 'Avec plaisir. {who} doit aussi donner son accord ; je demande et je vous tiens au courant.',
    transfer: 'Je fais venir {who} tout de suite, pour que vous soyez entre les meilleures mains.',
    advise:
      'Pour que ce soit juste, {who} regardera cela à ma place. Je transmets tout, vous n’aurez rien à répéter.',
    special:
      'Je voudrais trouver la meilleure solution pour vous et je demande à {who}. Qu’est-ce qui vous aiderait le plus ?',
    lookUp: 'Un instant, je regarde.',
    proof: 'Pourriez-vous nous envoyer {proof} ?',
    question: 'Puis-je vous demander : {fact} ?',
    acknowledge:
      'Je comprends que c’est important pour vous, et je regrette que ce ne soit pas possible ainsi.',
    tooMuch: 'C’est plus que ce qui peut être accordé ici.',
    instead: 'Ce que je peux faire :',
    offer: 'Je peux vous proposer maintenant : {what}.',
    offerAmount: 'Je peux vous proposer maintenant : {what}, {amount}.',
    offerOthers: 'Je peux demander à {who} : {what}.',
    offerIf: 'Avec une réponse de plus de votre part, ce sera peut-être possible : {what}.',
    part: 'Je peux faire {amount} tout de suite.',
    colleague: 'une personne de l’équipe',
    and: 'et',
  },
};

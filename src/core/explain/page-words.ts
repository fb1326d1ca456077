/** What a customer's page says by itself, by language. What is about their request comes from the book and from what was said. */

type PageWords = {
  title: string;
  asked: string;
  withUs: string;
  waiting: string;
  yes: string;
  yesTo: string;
  by: string;
  done: string;
  closed: string;
  duplicate: string;
  offers: string;
  take: string;
  us: string;
  you: string;
  history: string;
  /** `{count}`: so many are not shown. */
  earlier: string;
  say: string;
  sayHint: string;
  send: string;
  /** Sends what they thought of it. */
  sendRating: string;
  supervisor: string;
  supervisorHint: string;
  appeal: string;
  appealHint: string;
  close: string;
  closeHint: string;
  rate: string;
  service: string;
  outcome: string;
  stars: readonly [least: string, most: string];
  comment: string;
  complain: string;
  complainHint: string;
  more: string;
  thanks: string;
  notYet: string;
  tooLate: string;
  /** Why it was not sent, by what is wrong with it. */
  wrong: Readonly<Record<string, string>>;
  lookAgain: string;
  zone: string;
};

export const PAGE_WORDS: Readonly<Record<string, PageWords>> = {
  en: {
    title: 'Your request to {shop}',
    asked: 'You asked',
    withUs: 'We are on it: {who} has it now.',
    waiting: 'We are waiting for your answer.',
    yes: 'The answer is yes.',
    yesTo: 'The answer is yes: {amount}.',
    by: 'It will be done by {time}.',
    done: 'It is done.',
    closed: 'This is closed. A word from you opens it again.',
    duplicate: 'This goes on together with your other request.',
    offers: 'What we can do for you',
    take: 'Yes, please',
    us: 'We',
    you: 'You',
    history: 'What was said',
    earlier: 'Earlier: {count} more, which we have kept.',
    say: 'Say more',
    sayHint: 'Whoever looks after it reads it.',
    send: 'Send',
    sendRating: 'Send rating',
    supervisor: 'I want somebody who can decide',
    supervisorHint: 'Somebody who can decide is asked at once.',
    appeal: 'Please look at it again',
    appealHint: 'Somebody else looks at it with fresh eyes. What should they know?',
    close: 'It is settled for me',
    closeHint: 'Nothing more is done about it. A word from you opens it again.',
    rate: 'How was it?',
    service: 'Our service',
    outcome: 'What came of it',
    stars: ['poor', 'very good'],
    comment: 'In your words (may stay empty)',
    complain: 'Complain about the service',
    complainHint: 'What went wrong? Somebody in charge looks at it.',
    more: 'More you can do',
    thanks: 'Thank you, we have it.',
    notYet: 'That was not sent yet:',
    tooLate: 'This can not be done any more. This is how it stands now.',
    wrong: {
      'nothing-told': 'Choose a number for our service, or for what came of it.',
      'too-large': 'It is longer than we can take: please shorten it.',
    },
    lookAgain: 'please look at it once more.',
    zone: 'All times: {place}.',
  },
  de: {
    title: 'Ihr Anliegen bei {shop}',
    asked: 'Sie haben gefragt',
    withUs: 'Wir sind dran: Gerade kümmert sich {who} darum.',
    waiting: 'Wir warten auf Ihre Antwort.',
    yes: 'Die Antwort ist ja.',
    yesTo: 'Die Antwort ist ja: {amount}.',
    by: 'Erledigt wird es spätestens {time}.',
    done: 'Es ist erledigt.',
    closed: 'Dies ist geschlossen. Ein Wort von Ihnen öffnet es wieder.',
    duplicate: 'Das geht zusammen mit Ihrem anderen Anliegen weiter.',
    offers: 'Was wir für Sie tun können',
    take: 'Ja, bitte',
    us: 'Wir',
    you: 'Sie',
    history: 'Was gesagt wurde',
    earlier: 'Davor: {count} weitere, die wir aufbewahrt haben.',
    say: 'Mehr dazu sagen',
    sayHint: 'Wer sich darum kümmert, liest es.',
    send: 'Senden',
    sendRating: 'Bewertung senden',
    supervisor: 'Ich möchte jemanden, der entscheiden kann',
    supervisorHint: 'Jemand, der entscheiden kann, wird sofort gefragt.',
    appeal: 'Bitte sehen Sie noch einmal hin',
    appealHint: 'Jemand anderes sieht es sich mit frischen Augen an. Was soll man dort wissen?',
    close: 'Für mich ist es erledigt',
    closeHint: 'Es wird nichts weiter unternommen. Ein Wort von Ihnen öffnet es wieder.',
    rate: 'Wie war es?',
    service: 'Unser Service',
    outcome: 'Was daraus wurde',
    stars: ['schlecht', 'sehr gut'],
    comment: 'In Ihren Worten (kann leer bleiben)',
    complain: 'Über den Service beschweren',
    complainHint: 'Was ist schiefgegangen? Jemand mit Verantwortung sieht es sich an.',
    more: 'Was Sie noch tun können',
    thanks: 'Danke, es ist angekommen.',
    notYet: 'Das wurde noch nicht gesendet:',
    tooLate: 'Das geht nicht mehr. So steht es jetzt.',
    wrong: {
      'nothing-told': 'Wählen Sie eine Zahl für unseren Service oder für das Ergebnis.',
      'too-large': 'Es ist länger, als wir aufnehmen können: Bitte kürzen Sie es.',
    },
    lookAgain: 'bitte sehen Sie noch einmal nach.',
    zone: 'Alle Zeiten: {place}.',
  },
  es: {
    title: 'Su petición a {shop}',
    asked: 'Usted preguntó',
    withUs: 'Estamos en ello: ahora lo tiene {who}.',
    waiting: 'Esperamos su respuesta.',
    yes: 'La respuesta es sí.',
    yesTo: 'La respuesta es sí: {amount}.',
    by: 'Estará hecho, a más tardar, {time}.',
    done: 'Está hecho.',
    closed: 'Esto está cerrado. Con una palabra suya se abre de nuevo.',
    duplicate: 'Esto sigue junto con su otra petición.',
    offers: 'Lo que podemos hacer por usted',
    take: 'Sí, por favor',
    us: 'Nosotros',
    you: 'Usted',
    history: 'Lo que se dijo',
    earlier: 'Antes: {count} más, que conservamos.',
    say: 'Decir algo más',
    sayHint: 'Lo lee quien se ocupa de ello.',
    send: 'Enviar',
    sendRating: 'Enviar valoración',
    supervisor: 'Quiero a alguien que pueda decidir',
    supervisorHint: 'Se pregunta enseguida a alguien que puede decidir.',
    appeal: 'Por favor, mírenlo otra vez',
    appealHint: 'Otra persona lo mira con ojos nuevos. ¿Qué debe saber?',
    close: 'Para mí está resuelto',
    closeHint: 'No se hace nada más. Con una palabra suya se abre de nuevo.',
    rate: '¿Cómo fue?',
    service: 'Nuestro servicio',
    outcome: 'El resultado',
    stars: ['malo', 'muy bueno'],
    comment: 'En sus palabras (puede quedar vacío)',
    complain: 'Quejarse del servicio',
    complainHint: '¿Qué salió mal? Lo mira alguien con responsabilidad.',
    more: 'Qué más puede hacer',
    thanks: 'Gracias, lo hemos recibido.',
    notYet: 'Aún no se ha enviado:',
    tooLate: 'Esto ya no se puede hacer. Así está ahora.',
    wrong: {
      'nothing-told': 'Elija un número para nuestro servicio o para el resultado.',
      'too-large': 'Es más largo de lo que podemos recibir: acórtelo, por favor.',
    },
    lookAgain: 'mírelo una vez más, por favor.',
    zone: 'Todas las horas: {place}.',
  },
  fr: {
    title: 'Votre demande à {shop}',
    asked: 'Vous avez demandé',
    withUs: 'Nous nous en occupons : c’est maintenant chez {who}.',
    waiting: 'Nous attendons votre réponse.',
    yes: 'La réponse est oui.',
    yesTo: 'La réponse est oui : {amount}.',
    by: 'Ce sera fait au plus tard {time}.',
    done: 'C’est fait.',
    closed: 'Ceci est fermé. Un mot de vous le rouvre.',
    duplicate: 'Ceci continue avec votre autre demande.',
    offers: 'Ce que nous pouvons faire pour vous',
    take: 'Oui, s’il vous plaît',
    us: 'Nous',
    you: 'Vous',
    history: 'Ce qui a été dit',
    earlier: 'Avant : {count} de plus, que nous avons gardés.',
    say: 'En dire plus',
    sayHint: 'La personne qui s’en occupe le lit.',
    send: 'Envoyer',
    sendRating: 'Envoyer l’avis',
    supervisor: 'Je veux quelqu’un qui puisse décider',
    supervisorHint: 'Quelqu’un qui peut décider est consulté tout de suite.',
    appeal: 'Regardez encore, s’il vous plaît',
    appealHint: 'Quelqu’un d’autre le regarde avec un œil neuf. Que doit-il savoir ?',
    close: 'C’est réglé pour moi',
    closeHint: 'Rien de plus n’est fait. Un mot de vous le rouvre.',
    rate: 'Comment était-ce ?',
    service: 'Notre service',
    outcome: 'Le résultat',
    stars: ['mauvais', 'très bien'],
    comment: 'Avec vos mots (peut rester vide)',
    complain: 'Se plaindre du service',
    complainHint: 'Qu’est-ce qui n’allait pas ? Une personne responsable le regarde.',
    more: 'Ce que vous pouvez encore faire',
    thanks: 'Merci, c’est bien arrivé.',
    notYet: 'Pas encore envoyé :',
    tooLate: 'Ce n’est plus possible. Voici où cela en est.',
    wrong: {
      'nothing-told': 'Choisissez un chiffre pour notre service ou pour le résultat.',
      'too-large': 'C’est plus long que ce que nous pouvons recevoir : merci de raccourcir.',
    },
    lookAgain: 'merci de regarder encore une fois.',
    zone: 'Toutes les heures : {place}.',
  },
};

/** The product's own sentences to a customer while a case goes on, by language. No internal names. */
import type { Book } from '../book/book.ts';
import type { Instant, Zone } from '../words/time.ts';
import { customerTime } from './customer-time.ts';

export type CaseSentence =
  | 'hold'
  | 'holding reply'
  | 'next update'
  | 'reminder'
  | 'last reminder'
  | 'unanswered'
  | 'late'
  | 'special client'
  | 'warning'
  | 'contact goes on'
  | 'looked at again'
  | 'supervisor'
  | 'stands'
  | 'stands until'
  | 'answered before'
  | 'correction'
  | 'repaired'
  | 'carried out';

type Sentences = Readonly<Record<CaseSentence, string>>;

/** For whoever checks all of them; what is said comes from {@link caseWords}. */
export const CASE_CATALOG: Readonly<Record<string, Sentences>> = {
  en: {
    hold: 'Let me take a moment to look at this properly; I am back with you within {minutes} minutes.',
    'holding reply': 'We are still on it and have not forgotten you. You will hear from us by {time}.',
    'next update': 'You will hear from us by {time}.',
    reminder:
      'We would like to go on for you, and are waiting for your answer. Please write whenever it suits you.',
    'last reminder':
      'We have not heard from you yet. If we do not hear from you by {time}, we close this for now; a word from you opens it again.',
    unanswered: 'We have closed this for now, as we have not heard from you. A word from you opens it again.',
    late: 'We said that you would hear from us by now, and we are sorry that you had to wait. You will hear from us by {time}.',
    'special client': 'We want to find the best way for you. What would help you most?',
    warning: 'I would like to help you. For that I need us to speak with each other with respect.',
    'contact goes on':
      'We end this conversation here. Your request goes on, and you will hear from us by {time}.',
    supervisor: 'I am asking somebody who can decide this, right now. You will hear from us by {time}.',
    'looked at again': 'Somebody else looks at this now, with fresh eyes. You will hear from us by {time}.',
    stands: 'We have looked at this carefully once more, and the answer is the same.',
    'stands until':
      'We have answered this before, and the answer is the same until {time}. When something about it changes, tell us and we look again.',
    'answered before': 'We have answered this before, and the answer is the same.',
    correction: 'We have looked at this again: our first answer was wrong, and we are sorry.',
    repaired: 'We told you more than we could keep, and we are sorry. This is what we do instead:',
    'carried out': 'It is done, as promised.',
  },
  de: {
    hold: 'Ich nehme mir einen Moment, um das in Ruhe anzusehen; in höchstens {minutes} Minuten bin ich wieder bei Ihnen.',
    'holding reply':
      'Wir sind noch dabei und haben Sie nicht vergessen. Sie hören von uns spätestens {time}.',
    'next update': 'Sie hören von uns spätestens {time}.',
    reminder:
      'Wir möchten gern für Sie weitermachen und warten auf Ihre Antwort. Schreiben Sie, wann es Ihnen passt.',
    'last reminder':
      'Wir haben noch nichts von Ihnen gehört. Wenn wir bis dahin nichts von Ihnen hören, schließen wir dies vorerst {time}; ein Wort von Ihnen öffnet es wieder.',
    unanswered:
      'Wir haben dies vorerst geschlossen, da wir nichts von Ihnen gehört haben. Ein Wort von Ihnen öffnet es wieder.',
    late: 'Sie sollten inzwischen von uns gehört haben, und es tut uns leid, dass Sie warten mussten. Sie hören von uns spätestens {time}.',
    'special client': 'Wir möchten den besten Weg für Sie finden. Was würde Ihnen am meisten helfen?',
    warning: 'Ich möchte Ihnen gern helfen. Dafür brauche ich, dass wir respektvoll miteinander sprechen.',
    'contact goes on':
      'Wir beenden dieses Gespräch hier. Ihr Anliegen läuft weiter, und Sie hören von uns spätestens {time}.',
    supervisor: 'Ich frage gleich jemanden, der das entscheiden kann. Sie hören von uns spätestens {time}.',
    'looked at again':
      'Jemand anders sieht sich das jetzt mit frischem Blick an. Sie hören von uns spätestens {time}.',
    stands: 'Wir haben das noch einmal sorgfältig angesehen, und die Antwort bleibt dieselbe.',
    'stands until':
      'Wir haben dies schon beantwortet, und die Antwort bleibt dieselbe; sie gilt, bis wir sie {time} neu ansehen können. Wenn sich etwas ändert, sagen Sie es uns, und wir sehen es neu an.',
    'answered before': 'Wir haben dies schon beantwortet, und die Antwort bleibt dieselbe.',
    correction: 'Wir haben das noch einmal angesehen: Unsere erste Antwort war falsch, und das tut uns leid.',
    repaired:
      'Wir haben Ihnen mehr gesagt, als wir halten können, und das tut uns leid. Stattdessen machen wir dies:',
    'carried out': 'Es ist erledigt, wie versprochen.',
  },
  es: {
    hold: 'Déjeme un momento para verlo bien; vuelvo con usted en {minutes} minutos como máximo.',
    'holding reply':
      'Seguimos con ello y no le hemos olvidado. Tendrá noticias nuestras, a más tardar, {time}.',
    'next update': 'Tendrá noticias nuestras, a más tardar, {time}.',
    reminder: 'Nos gustaría seguir adelante y esperamos su respuesta. Escríbanos cuando le venga bien.',
    'last reminder':
      'Aún no hemos tenido noticias suyas. Si no las tenemos, cerraremos esto por ahora {time}; con una palabra suya se abre de nuevo.',
    unanswered:
      'Hemos cerrado esto por ahora, ya que no hemos tenido noticias suyas. Con una palabra suya se abre de nuevo.',
    late: 'Ya debería haber tenido noticias nuestras, y sentimos la espera. Las tendrá, a más tardar, {time}.',
    'special client': 'Queremos encontrar la mejor solución para usted. ¿Qué le ayudaría más?',
    warning: 'Quiero ayudarle. Para eso necesito que nos hablemos con respeto.',
    'contact goes on':
      'Terminamos aquí esta conversación. Su petición sigue adelante, y tendrá noticias nuestras, a más tardar, {time}.',
    supervisor:
      'Pregunto ahora mismo a alguien que puede decidirlo. Tendrá noticias nuestras, a más tardar, {time}.',
    'looked at again':
      'Otra persona lo mira ahora con ojos nuevos. Tendrá noticias nuestras, a más tardar, {time}.',
    stands: 'Lo hemos mirado otra vez con cuidado, y la respuesta es la misma.',
    'stands until':
      'Ya hemos respondido a esto, y la respuesta sigue siendo la misma; podremos mirarla de nuevo {time}. Si algo cambia, díganoslo y lo miramos otra vez.',
    'answered before': 'Ya hemos respondido a esto, y la respuesta sigue siendo la misma.',
    correction: 'Lo hemos mirado otra vez: nuestra primera respuesta era un error, y lo sentimos.',
    repaired: 'Le dijimos más de lo que podemos cumplir, y lo sentimos. Esto es lo que haremos:',
    'carried out': 'Está hecho, como prometimos.',
  },
  fr: {
    hold: 'Je prends un moment pour bien regarder cela ; je reviens vers vous dans {minutes} minutes au plus.',
    'holding reply':
      'Nous nous en occupons toujours et ne vous avons pas oublié. Vous aurez de nos nouvelles au plus tard {time}.',
    'next update': 'Vous aurez de nos nouvelles au plus tard {time}.',
    reminder:
      'Nous aimerions avancer pour vous et attendons votre réponse. Écrivez-nous quand cela vous convient.',
    'last reminder':
      'Nous n’avons pas encore eu de vos nouvelles. Sans réponse de votre part, nous fermerons ceci pour le moment {time} ; un mot de vous le rouvre.',
    unanswered:
      'Nous avons fermé ceci pour le moment, faute de nouvelles de votre part. Un mot de vous le rouvre.',
    late: 'Vous auriez déjà dû avoir de nos nouvelles, et nous regrettons cette attente. Vous en aurez au plus tard {time}.',
    'special client':
      'Nous voulons trouver la meilleure solution pour vous. Qu’est-ce qui vous aiderait le plus ?',
    warning: 'Je voudrais vous aider. Pour cela, il faut que nous nous parlions avec respect.',
    'contact goes on':
      'Nous mettons fin à cette conversation. Votre demande suit son cours, et vous aurez de nos nouvelles au plus tard {time}.',
    supervisor:
      'Je demande tout de suite à quelqu’un qui peut en décider. Vous aurez de nos nouvelles au plus tard {time}.',
    'looked at again':
      'Une autre personne regarde cela maintenant, d’un œil neuf. Vous aurez de nos nouvelles au plus tard {time}.',
    stands: 'Nous avons de nouveau regardé cela avec soin, et la réponse reste la même.',
    'stands until':
      'Nous avons déjà répondu à cela, et la réponse reste la même ; nous pourrons la revoir {time}. Si quelque chose change, dites-le-nous et nous regarderons de nouveau.',
    'answered before': 'Nous avons déjà répondu à cela, et la réponse reste la même.',
    correction: 'Nous avons regardé de nouveau : notre première réponse était fausse, et nous le regrettons.',
    repaired:
      'Nous vous avons dit plus que nous ne pouvons tenir, et nous le regrettons. Voici ce que nous faisons :',
    'carried out': 'C’est fait, comme promis.',
  },
};

/** What a sentence is filled with. */
export type Parts = {
  time?: Instant;
  minutes?: number;
  /** On whose wall the time is; the book's when left out. */
  zone?: Zone;
};

/** A sentence in a language, else in the book's, else in English; times as the customer's clock shows them, seen from now. */
export function caseWords(
  book: Book,
  language: string | undefined,
  sentence: CaseSentence,
  now: Instant,
  { time, minutes, zone = book.zone }: Parts = {},
): string {
  const spoken =
    [language, language?.slice(0, 2), book.language, book.language.slice(0, 2)].find(
      // Whoever calls may name any language, "constructor" too.
      (one) => one !== undefined && Object.hasOwn(CASE_CATALOG, one),
    ) ?? 'en';
  const text = CASE_CATALOG[spoken]?.[sentence] ?? '';
  return text
    .replace('{time}', time === undefined ? '…' : customerTime(zone, spoken, time, now))
    .replace('{minutes}', String(minutes ?? '…'));
}

/** Requests that follow each other, so that later ones find what earlier ones made. */
import type { Random } from '../torture/random.ts';

/**
 * Sends a request as a person, or as the customer of a conversation; its answer where it was taken. Now and then it is
 * changed on its way.
 */
export type Tell = (as: string | { customer: string }, operation: string, input: object) => Promise<unknown>;

export type Story = (tell: Tell, random: Random) => Promise<void>;

/** `@sayso/sdk`: the service, from a browser or Node. */
export { createClient, type CallOptions, type Client, type SignedIn, type SignInWays } from './client.ts';
export type { Follow, Following, FollowState } from './events.ts';
export { Refused, Unreachable } from './problems.ts';
export { newKey } from './request.ts';
export type * from './types.ts';
export type { ClientOptions } from './options.ts';

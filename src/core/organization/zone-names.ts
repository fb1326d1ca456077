/** Time zones that people often mean, for the nearest spelling of one that does not exist. */
const NAMES = {
  Africa: 'Cairo Casablanca Johannesburg Lagos Nairobi',
  America:
    'Argentina/Buenos_Aires Bogota Chicago Denver Halifax Lima Los_Angeles Mexico_City New_York Phoenix Santiago Sao_Paulo Toronto Vancouver',
  Asia: 'Bangkok Dhaka Dubai Hong_Kong Istanbul Jakarta Jerusalem Karachi Kolkata Manila Riyadh Seoul Shanghai Singapore Taipei Tehran Tokyo',
  Australia: 'Adelaide Brisbane Melbourne Perth Sydney',
  Europe:
    'Amsterdam Athens Berlin Brussels Bucharest Budapest Copenhagen Dublin Helsinki Istanbul Kyiv Lisbon London Madrid Oslo Paris Prague Rome Stockholm Vienna Warsaw Zurich',
  Pacific: 'Auckland Honolulu',
};

const ZONE_NAMES = [
  'UTC',
  ...Object.entries(NAMES).flatMap(([area, places]) => places.split(' ').map((place) => `${area}/${place}`)),
];

/** The names to compare a wrong one with: whole names, or the last parts when no area was given. */
export function nearestZone(
  word: string,
  nearest: (word: string, known: readonly string[]) => string | undefined,
): string | undefined {
  const tidy = word.trim().replaceAll(' ', '_');
  if (tidy.includes('/')) return nearest(tidy, ZONE_NAMES);
  const byPlace = new Map(ZONE_NAMES.map((name) => [name.slice(name.lastIndexOf('/') + 1), name]));
  const place = nearest(tidy, [...byPlace.keys()]);
  return place === undefined ? undefined : byPlace.get(place);
}

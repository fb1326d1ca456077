/**
 * Money as whole minor units (cents) and the currencies of ISO 4217.
 *
 * Inside, an amount is a safe integer of minor units; its currency stands in the type of the fact.
 * On the wire an amount is a decimal string, or a number taken by its shortest text (L23).
 */

/** Currencies in use, by how many decimals their minor unit has (ISO 4217, list of active codes). */
const CODES: Record<0 | 2 | 3, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY ' +
    'COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF ' +
    'IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR ' +
    'MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG ' +
    'SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES ' +
    'WST XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

/** Decimals of each currency's minor unit, by ISO code. */
export const CURRENCIES: ReadonlyMap<string, number> = new Map(
  Object.entries(CODES).flatMap(([decimals, codes]) =>
    codes.split(' ').map((code) => [code, Number(decimals)] as const),
  ),
);

/** How many decimals the currency has. An unknown code is a fault of ours: callers check the book first. */
export function decimalsOf(currency: string): number {
  const decimals = CURRENCIES.get(currency);
  if (decimals === undefined) throw new Error(`unknown currency ${currency}`);
  return decimals;
}

/** Why a text is no amount; the sentence of the caller's problem is made from it. */
export type AmountFault = 'not a decimal' | 'too many decimals' | 'too large';

/**
 * Reads a decimal string or number as whole units of 10^-decimals.
 * A number is taken by its shortest text, so 0.1 + 0.2 has 17 decimals and is refused.
 */
export function parseScaled(value: string | number, decimals: number): number | AmountFault {
  const match = /^(-?)(\d{1,24})(?:\.(\d{1,24}))?$/.exec(String(value).trim());
  if (!match) return 'not a decimal';
  const fraction = match[3] ?? '';
  if (fraction.length > decimals && !/^0*$/.test(fraction.slice(decimals))) return 'too many decimals';
  const units = Number(match[2] + fraction.slice(0, decimals).padEnd(decimals, '0'));
  if (!Number.isSafeInteger(units)) return 'too large';
  return match[1] && units !== 0 ? -units : units;
}

/** Minor units as a decimal string: 1250 → "12.50" in a currency with two decimals. */
export function formatScaled(units: number, decimals: number): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return units < 0 ? `-${text}` : text;
}

/** Minor units as the wire shows them, without the currency: 1250 USD → "12.50". */
export const formatMinor = (minor: number, currency: string): string =>
  formatScaled(minor, decimalsOf(currency));

/** Minor units with their currency, for people: 1250 USD → "12.50 USD". */
export const formatMoney = (minor: number, currency: string): string =>
  `${formatMinor(minor, currency)} ${currency}`;

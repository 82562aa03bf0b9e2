import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';

/** Digits that are too few to be anybody's number. */
const MIN_DIGITS = 5;
/** What a number is written with, an extension at its end. */
const WRITTEN = /^[\d\s().\-/+]+(?:\s*(?:,|;|x|ext\.?|extension|#)[\s=:]*\d{1,9})?$/i;

/** The country whose numbers a workspace writes without their country code. */
export function phoneRegion(locale: string): CountryCode | undefined {
  const { region } = new Intl.Locale(locale).maximize();
  return region && isSupportedCountry(region) ? region : undefined;
}

/** Whether a text could be somebody's number. */
export function isPhoneNumber(text: string): boolean {
  return WRITTEN.test(text.trim()) && digitsOf(text).length >= MIN_DIGITS && digitsOf(text).length <= 24;
}

/** A number as somebody wrote it; the workspace's country, which it may lack, is known where it is stored. */
export const phoneNumber = () =>
  z.string().trim().max(60).refine(isPhoneNumber, 'is not a phone number such as +1 415 555 0100');

const digitsOf = (text: string) => text.replace(/\D/g, '');

function parsed(text: string, region: CountryCode | undefined) {
  const number = parsePhoneNumberFromString(text, {
    ...(region && { defaultCountry: region }),
    extract: false,
  });
  return number?.isValid() ? number : undefined;
}

/**
 * A number as it is stored: `+4930123456`, with an extension `+4930123456 ext. 12`. One that the numbering plan does not
 * know stays as it was written: a wrong country code would be worse.
 */
export function normalPhone(text: string, region: CountryCode | undefined): string {
  const number = parsed(text, region);
  if (!number) return text.trim().replace(/\s+/g, ' ');
  return number.ext ? `${number.number} ext. ${number.ext}` : number.number;
}

/** A number as `normalPhone` stores one that the numbering plan knows. */
export const isKnownPhone = (stored: string): boolean => /^\+[1-9]\d{5,14}( ext\. \d+)?$/.test(stored);

/** A stored number as people read it: "+49 30 123456". */
export function formatPhone(stored: string): string {
  return parsed(stored, undefined)?.formatInternational() ?? stored;
}

/** The country of a stored number; undefined when it has none, or is nobody's number. */
export const countryOfPhone = (stored: string): CountryCode | undefined => parsed(stored, undefined)?.country;

/** The digits that a stored number is found by: with its country code, and as it is dialled inside the country. */
export function phoneWords(stored: string): string[] {
  const number = parsed(stored, undefined);
  if (!number) return [digitsOf(stored)];
  return [digitsOf(number.number), number.nationalNumber];
}

/** The beginnings of such words that a text asks for; none when it is no number. */
export function phonePrefixes(text: string, region: CountryCode | undefined): string[] {
  if (!isPhoneNumber(text)) return [];
  const written = digitsOf(text.replace(/[a-z,;#].*$/i, ''));
  const number = parsed(text, region);
  return [
    ...new Set([written, written.replace(/^0+/, ''), ...(number ? [digitsOf(number.number)] : [])]),
  ].filter((digits) => digits.length >= MIN_DIGITS);
}

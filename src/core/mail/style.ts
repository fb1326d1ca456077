/** What mails and the pages behind their links look like, in the light and in the dark. */

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";
const BUTTON = `display:inline-block;margin:0 8px 8px 0;padding:10px 18px;border:1px solid;border-radius:8px;font-weight:600;text-decoration:none;${FONT};font-size:16px`;

/** By class; in the light. Quotation marks are single: these stand in attributes. */
export const STYLES = {
  page: `margin:0;padding:16px;background:#f3f4f6;color:#1f2937;${FONT};font-size:16px;line-height:1.5`,
  sheet: 'max-width:640px;margin:0 auto;padding:24px;background:#ffffff;border-radius:12px',
  title: 'margin:0 0 16px;font-size:22px;line-height:1.3;color:#111827',
  words: 'margin:0 0 16px',
  small: 'margin:0 0 8px;font-size:13px;color:#4b5563',
  by: 'margin:0 0 4px;font-weight:600',
  quote: 'margin:0 0 16px;padding:4px 0 4px 14px;border-left:3px solid #9ca3af;color:#374151',
  rows: 'border-collapse:collapse;margin:0 0 16px;width:100%',
  label:
    'padding:4px 16px 4px 0;text-align:left;vertical-align:top;font-weight:400;white-space:nowrap;color:#4b5563',
  cell: 'padding:4px 0;vertical-align:top;overflow-wrap:anywhere',
  list: 'margin:0 0 16px;padding-left:20px',
  yes: `${BUTTON};background:#166534;border-color:#166534;color:#ffffff`,
  no: `${BUTTON};background:#ffffff;border-color:#9f1239;color:#9f1239`,
  plain: `${BUTTON};background:#ffffff;border-color:#4b5563;color:#1f2937`,
} as const;

/** The same in the dark; stronger than what stands at an element. */
export const IN_THE_DARK: Partial<Record<keyof typeof STYLES, string>> = {
  page: 'background:#0b1120!important;color:#e5e7eb!important',
  sheet: 'background:#111827!important',
  title: 'color:#f9fafb!important',
  small: 'color:#9ca3af!important',
  quote: 'border-color:#6b7280!important;color:#d1d5db!important',
  label: 'color:#9ca3af!important',
  yes: 'background:#4ade80!important;border-color:#4ade80!important;color:#052e16!important',
  no: 'background:transparent!important;border-color:#fda4af!important;color:#fda4af!important',
  plain: 'background:transparent!important;border-color:#9ca3af!important;color:#e5e7eb!important',
};

const rules = (styles: Partial<Record<string, string>>): string =>
  Object.entries(styles)
    .map(([name, style]) => `.${name}{${style ?? ''}}`)
    .join('');

const dark = (more = ''): string => `@media (prefers-color-scheme: dark){${rules(IN_THE_DARK)}${more}}`;

/** What a mail has in its head, beside the styles at its elements. */
export const DARK = `:root{color-scheme:light dark}${dark()}`;

const FORM = `form{margin:0 0 16px}label{display:block;margin:0 0 12px;font-weight:600}label span{display:block;font-weight:400;font-size:13px}input,textarea,select{box-sizing:border-box;width:100%;margin-top:4px;padding:8px 10px;border:1px solid #6b7280;border-radius:8px;background:#fff;color:#111827;font:inherit}button{cursor:pointer}details{margin:0 0 16px;padding:12px 16px;border:1px solid #d1d5db;border-radius:10px}summary{cursor:pointer;font-weight:600}details[open] summary{margin-bottom:12px}`;
const FORM_IN_THE_DARK =
  'input,textarea,select{background:#0b1120;color:#f9fafb}details{border-color:#374151}';

/** The stylesheet of a page, with forms. */
export const SHEET = `:root{color-scheme:light dark}${rules(STYLES)}${FORM}${dark(FORM_IN_THE_DARK)}`;

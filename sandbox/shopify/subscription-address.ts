/** Where a webhook may be sent, in Shopify's own words for what is wrong with an address. */

const forbidden = [
  /(^|\.)shopify\.com$/,
  /(^|\.)myshopify\.(com|dev)$/,
  /(^|\.)shopifypreview\.com$/,
  /^localhost$/,
  /^127\./,
  /^10\./,
  /^0\./,
  /^192\.168\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
];

/** What Shopify would say; nothing for an address that is good. */
export function addressFaults(address: string): string[] {
  if (address.trim() === '') return ["Address can't be blank"];
  const url = URL.parse(address);
  if (url === null) return ['Address is invalid'];
  const faults = url.protocol === 'https:' ? [] : [`Address protocol ${url.protocol}// is not supported`];
  if (forbidden.some((pattern) => pattern.test(url.hostname)))
    faults.push('Address cannot be a Shopify or an internal domain');
  return faults;
}

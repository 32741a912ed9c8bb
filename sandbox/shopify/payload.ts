export type { Shop } from './model/shop.ts';

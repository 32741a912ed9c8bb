/** The app that asks: by this name the store's records say who placed a hold or made an assessment. */
export const requestingApp = 'Plumbline';

/** Someone who buys here. All of them are invented; the numbers are the ones Germany keeps free for films. */
export type Person = {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly zip: string;
  readonly city: string;
};

const people = [
  'Ada Kessler|Lindenallee 12|10999|Berlin',
  'Bruno Falk|Hafenweg 3|20457|Hamburg',
  'Carla Winter|Am Brunnen 8|80331|München',
  'Deniz Aydin|Ringgasse 21|50667|Köln',
  'Elif Sommer|Mühlenstieg 5|04109|Leipzig',
  'Frieda Noll|Kirchplatz 1|70173|Stuttgart',
  'Gustav Ohm|Rosenweg 44|01067|Dresden',
  'Hanna Jäger|Seeufer 9|18055|Rostock',
  'Ilja Brandt|Talstraße 17|99084|Erfurt',
  'Jule Peters|Deichkrone 2|28195|Bremen',
  'Kofi Mensah|Bergblick 30|79098|Freiburg',
  'Lena Großmann|Alter Markt 6|39104|Magdeburg',
];

export function personAt(index: number): Person {
  const [name = '', street = '', zip = '', city = ''] = (people[index % people.length] ?? '').split('|');
  const [firstName = '', lastName = ''] = name.split(' ');
  const handle = `${firstName}.${lastName}`.toLowerCase().replaceAll(/[^a-z.]/g, '');
  const extension = String(index % 1000).padStart(3, '0');
  return {
    firstName,
    lastName,
    email: `${handle}@example.com`,
    phone: `+493023125${extension}`,
    street,
    zip,
    city,
  };
}

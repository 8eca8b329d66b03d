/** Who can sign in; in an app of yours they stand in a database. */
export const people = [
  { id: 'ada', name: 'Ada' },
  { id: 'bela', name: 'Bela' },
  { id: 'chidi', name: 'Chidi' },
  { id: 'dora', name: 'Dora' },
]

/** @typedef {(typeof people)[number]} Person */

/** @param {string} id */
export const findPerson = (id) => people.find((person) => person.id === id)

/** Somebody who has an account at the practice provider. Made up, like the passwords, which its login page shows. */
export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
}

export const people: readonly [Person, Person] = [
  { id: "person-ada", name: "Ada Marlow", email: "ada@sandbox.test", password: "calm-tide-41" },
  { id: "person-grace", name: "Grace Okafor", email: "grace@sandbox.test", password: "north-pier-27" },
];

export function findPerson(id: string | undefined): Person | null {
  return people.find((person) => person.id === id) ?? null;
}

/** The person with exactly this e-mail address and password, or `null`. */
export function findByPassword(email: string, password: string): Person | null {
  return (
    people.find((person) => person.email === email.trim().toLowerCase() && person.password === password) ??
    null
  );
}

/** Where the person's picture is. */
export function pictureUrl(origin: string, id: string): string {
  return `${origin}/assets/people/${id}.svg`;
}

import { BIRTH_DATE } from '../documents/birth-date.ts'
import { COORDINATES } from '../network/coordinates.ts'
import type { PersonalKind } from '../personal-kind.ts'
import {
  BIOMETRIC,
  ETHNICITY,
  GENDER,
  HEALTH,
  NATIONAL_ID,
  PERSON_NAME,
  POLITICAL_OPINION,
  POSTAL_ADDRESS,
  RELIGION,
  SEXUAL_ORIENTATION,
  TRADE_UNION,
} from './column-kinds.ts'
import {
  holdsGivenName,
  isDay,
  isDegree,
  isDiseaseCode,
  isNumberLike,
  isOneOf,
  isStreetAddress,
  isWords,
} from './value-shares.ts'

/** How a column of one kind is told. */
export interface ColumnClue {
  readonly kind: PersonalKind
  /** Names that mean the kind and nothing else. */
  readonly names: readonly string[]
  /** Names that mean it among other things: the values have to agree. */
  readonly maybe: readonly string[]
  /** Words in a name that make it mean something else. */
  readonly not?: readonly string[]
  /** A value that could be one. Where most are not, the name means something else. */
  readonly allows: (value: string) => boolean
  /** A value that speaks for it. */
  readonly shows: (value: string) => boolean
  /** The share of such values that is enough where the name is right, and where it says nothing; 2: never. */
  readonly enough: number
  readonly enoughAlone: number
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s*,\s*/))
const list = (text: string): readonly string[] => text.trim().split(/\s*,\s*/)

const anything = (): boolean => true

const SEXES = isOneOf(
  words(
    'male, female, m, f, man, woman, männlich, weiblich, w, d, divers, homme, femme, h, masculin, féminin, hombre, mujer, masculino, femenino, feminino, maschio, femmina, uomo, donna, vrouw, v, mężczyzna, kobieta, k, boy, girl, non-binary, nonbinary, other, transgender, mann, frau, herr, mr, mrs, ms, x',
  ),
)
const SPOKEN_SEXES = isOneOf(
  words(
    'male, female, männlich, weiblich, homme, femme, hombre, mujer, maschio, femmina, masculino, femenino, feminino, mężczyzna, kobieta, man, woman',
  ),
)
const SEX_CODES = isOneOf(words('0, 1, 2, 9, unknown, u, n, na, nan, null, none'))
const ORIGINS = isOneOf(
  words(
    'white, black, asian, hispanic, latino, latina, african american, african-american, caucasian, native american, amer-indian-eskimo, asian-pac-islander, pacific islander, american indian, alaska native, mixed, multiracial, black or african american, hispanic or latino, arab, roma, jewish, group a, group b, group c, group d, group e',
  ),
)
const RELIGIONS = isOneOf(
  words(
    'christian, catholic, roman catholic, protestant, orthodox, muslim, islam, islamic, jewish, judaism, hindu, hinduism, buddhist, buddhism, sikh, atheist, atheism, agnostic, agnosticism, christianity, catholicism, mormon, evangelical, lutheran, baptist, methodist, katholisch, evangelisch, konfessionslos, no religion, jain, bahai, taoist, ev, rk',
  ),
)
const PARTIES = isOneOf(
  words(
    'democrat, democratic, republican, independent, labour, conservative, liberal, green, greens, libertarian, socialist, cdu, csu, spd, fdp, afd, grüne, die linke, tory, liberal democrat, far left, far right, left, right',
  ),
)
const ORIENTATIONS = isOneOf(
  words('heterosexual, straight, homosexual, gay, lesbian, bisexual, bi, asexual, queer, pansexual, hetero'),
)

/** What columns of personal data are called, in eight languages, and what stands in them. Names as in `PersonalKind.words`. */
export const COLUMN_CLUES: readonly ColumnClue[] = [
  {
    kind: PERSON_NAME,
    names: list(
      'first name, firstname, fname, last name, lastname, lname, surname, full name, fullname, family name, given name, middle name, maiden name, patient name, customer name, client name, employee name, passenger name, student name, contact name, person name, author name, holder name, cardholder, vorname, nachname, familienname, name vorname, prénom, prenom, nom de famille, nom complet, nom prénom, apellido, apellidos, nombre completo, primer apellido, cognome, nome completo, nome e cognome, sobrenome, apelido, voornaam, achternaam, imię, imie, nazwisko, imię i nazwisko',
    ),
    maybe: list(
      'name, names, nom, nombre, nome, naam, person, persons, patient, customer, employee, passenger, owner, client, kunde, kundenname, mitarbeiter, student, speaker, player, contact, author, actor, user',
    ),
    not: list(
      'file, product, column, table, variable, class, model, dataset, brand, company, city, country, state, domain, host, event, species, tag, type, id, count, code, url, project, package, app, game, movie, team',
    ),
    allows: isWords,
    shows: holdsGivenName,
    enough: 0.25,
    enoughAlone: 0.6,
  },
  {
    kind: POSTAL_ADDRESS,
    names: list(
      'street, street address, street name, address line, address line 1, home address, postal address, mailing address, billing address, shipping address, residential address, straße, strasse, hausnummer, anschrift, wohnort, rue, adresse postale, dirección postal, domicilio, calle, indirizzo, indirizzo di residenza, endereço, morada, rua, straat, straatnaam, huisnummer, ulica, adres zamieszkania',
    ),
    maybe: list('address, addr, adresse, dirección, direccion, adres, residence, via'),
    not: list('ip, mac, email, mail, e mail, wallet, contract, memory, token, web, url, btc, eth'),
    allows: (value) => /\p{L}/u.test(value) && !/@|:\/\/|^0x|^\d+\.\d+\.\d+\.\d+$/.test(value),
    shows: isStreetAddress,
    enough: 0.3,
    enoughAlone: 0.6,
  },
  {
    kind: BIRTH_DATE,
    names: list(
      'dob, birth date, birthdate, date of birth, birthday, birth day, geburtsdatum, geburtstag, date de naissance, fecha de nacimiento, fecha nacimiento, data di nascita, data nascita, data de nascimento, geboortedatum, data urodzenia',
    ),
    maybe: list('born, birth, naissance, nacimiento, nascita, nascimento, geboren, geb'),
    not: list('place, country, city, weight, rate, order, ort, lieu, year'),
    allows: isDay,
    shows: isDay,
    enough: 0.5,
    enoughAlone: 2,
  },
  {
    kind: GENDER,
    names: list('sex, gender, geschlecht, sexe, sexo, sesso, género, genere, gênero, geslacht, płeć, plec'),
    maybe: list('genre, anrede, salutation, title, civilité'),
    allows: (value) => SEXES(value) || SEX_CODES(value),
    shows: SEXES,
    enough: 0.8,
    enoughAlone: 2,
  },
  { kind: GENDER, names: [], maybe: [], allows: SPOKEN_SEXES, shows: SPOKEN_SEXES, enough: 2, enoughAlone: 0.95 },
  {
    kind: HEALTH,
    names: list(
      'diagnosis, diagnoses, icd, icd10, icd 10, icd9, disease, diseases, medication, medications, prescription, symptom, symptoms, blood type, blood group, blood pressure, hiv, hiv status, disability, allergy, allergies, pregnant, pregnancy, pregnancies, medical history, medical condition, mental health, heart disease, diabetes, tumor, tumour, cancer, chronic disease, vaccination, vaccinated, smoker, bmi, cholesterol, insulin, glucose, krankheit, diagnose, medikament, medikamente, behinderung, blutgruppe, schwanger, maladie, diagnostic, médicament, handicap, groupe sanguin, enfermedad, diagnóstico, medicamento, discapacidad, embarazo, malattia, diagnosi, farmaco, disabilità, doença, remédio, deficiência, ziekte, medicatie, zwangerschap, choroba, diagnoza, lek, niepełnosprawność',
    ),
    maybe: list('stroke, condition, treatment, drug, therapy, health, injury, admission, lab result, test result'),
    not: list('model, learning, service, status code, http, air, machine'),
    allows: anything,
    shows: isDiseaseCode,
    enough: 0.5,
    enoughAlone: 0.95,
  },
  {
    kind: ETHNICITY,
    names: list(
      'ethnicity, ethnic, ethnic group, ethnic origin, race ethnicity, ethnie, etnia, etniciteit, ethnische herkunft, pochodzenie etniczne',
    ),
    maybe: list('race, origin, hautfarbe, skin color, skin colour'),
    allows: anything,
    shows: ORIGINS,
    enough: 0.5,
    enoughAlone: 0.95,
  },
  {
    kind: RELIGION,
    names: list(
      'religion, religious affiliation, faith, denomination, konfession, religionszugehörigkeit, religión, religione, religião, geloof, religie, wyznanie, religia',
    ),
    maybe: list('belief, church'),
    allows: anything,
    shows: RELIGIONS,
    enough: 0.5,
    enoughAlone: 0.9,
  },
  {
    kind: POLITICAL_OPINION,
    names: list(
      'political party, political affiliation, party affiliation, political view, political views, political opinion, political orientation, voted for, vote choice, parteizugehörigkeit, opinion politique, partido político, partito politico',
    ),
    maybe: list('party, vote, partei, ideology, voted, parti, partido'),
    allows: anything,
    shows: PARTIES,
    enough: 0.5,
    enoughAlone: 0.95,
  },
  {
    kind: SEXUAL_ORIENTATION,
    names: list(
      'sexual orientation, sexuality, sexuelle orientierung, orientation sexuelle, orientación sexual, orientamento sessuale, orientação sexual, seksuele geaardheid, orientacja seksualna',
    ),
    maybe: list('orientation'),
    allows: anything,
    shows: ORIENTATIONS,
    enough: 0.5,
    enoughAlone: 0.9,
  },
  {
    kind: TRADE_UNION,
    names: list(
      'union member, union membership, trade union, labor union, labour union, gewerkschaft, gewerkschaftsmitglied, syndicat, sindicato, sindacato, vakbond, związek zawodowy',
    ),
    maybe: [],
    allows: anything,
    shows: anything,
    enough: 2,
    enoughAlone: 2,
  },
  {
    kind: BIOMETRIC,
    names: list(
      'biometric, biometrics, face encoding, face embedding, face descriptor, faceprint, iris scan, iris code, voiceprint, voice print, fingerprint template, fingerprint image, genotype, dna sequence, genetic marker, biometrische daten',
    ),
    maybe: [],
    allows: anything,
    shows: anything,
    enough: 2,
    enoughAlone: 2,
  },
  {
    kind: NATIONAL_ID,
    names: list(
      'national id, national identifier, national id number, national identity, identity number, identity card, id card number, id card, government id, citizen id, personal id number, personal identification number, personal number, tax id, tax identification number, taxpayer id, tax number, social security, social security number, social insurance number, insurance number, steuernummer, steuer id, ausweisnummer, versicherungsnummer, sozialversicherungsnummer, numéro de sécurité sociale, numéro fiscal, numéro national, documento de identidad, número de identificación, codice fiscale, carta d identità, número de contribuinte, identificatienummer, numer identyfikacyjny, dowód osobisty',
    ),
    maybe: [],
    allows: isNumberLike,
    shows: isNumberLike,
    enough: 2,
    enoughAlone: 2,
  },
  {
    kind: COORDINATES,
    names: list(
      'latitude, longitude, lat, lon, lng, geo lat, geo lon, gps lat, gps lon, breitengrad, längengrad, latitud, longitud, latitudine, longitudine, szerokość geograficzna, długość geograficzna',
    ),
    maybe: list('long, x coord, y coord'),
    allows: isDegree,
    shows: isDegree,
    enough: 0.8,
    enoughAlone: 2,
  },
]

import { numberAt } from './digits.ts'

/** Such a day is in the calendar of Gregory. */
export function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

/** Such a day is in the calendar of at least one century: for numbers that give a year by two digits. */
export function isDayOf(yearOfCentury: number, month: number, day: number): boolean {
  // 29 February 2000 was; 1900 and 2100 were not leap years.
  return isDate(2000 + yearOfCentury, month, day)
}

/** The six digits at `start` are a day, written year, month, day. */
export function isYearMonthDay(text: string, start = 0): boolean {
  return isDayOf(
    numberAt(text, start, start + 2),
    numberAt(text, start + 2, start + 4),
    numberAt(text, start + 4, start + 6),
  )
}

/** The six digits at `start` are a day, written day, month, year. */
export function isDayMonthYear(text: string, start = 0): boolean {
  return isDayOf(
    numberAt(text, start + 4, start + 6),
    numberAt(text, start + 2, start + 4),
    numberAt(text, start, start + 2),
  )
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

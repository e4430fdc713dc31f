import { parse as parseWithDateFns } from "date-fns";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysFromCivil, isCalendarDay, isoText } from "../../lambda/types/calendar.ts";
import { DateParser } from "../../lambda/types/date.ts";
import { dateFormatName } from "../../lambda/types/date-format.ts";

interface Read {
  readonly dayFirst: string | null;
  readonly monthFirst: string | null;
  readonly format: string;
}

function read(text: string, parser = new DateParser()): Read | null {
  const reading = parser.parse(text);
  if (reading === null) return null;
  const iso = (ms: number): string | null => (Number.isNaN(ms) ? null : new Date(ms).toISOString());
  const { dayFirstMs, monthFirstMs, format } = reading;
  const order = Number.isNaN(dayFirstMs) ? "month_first" : "day_first";
  return { dayFirst: iso(dayFirstMs), monthFirst: iso(monthFirstMs), format: dateFormatName(format, order) };
}

describe("dates with one reading", () => {
  const table: readonly (readonly [text: string, instant: string, format: string])[] = [
    ["2024-02-29", "2024-02-29T00:00:00.000Z", "yyyy-MM-dd"],
    ["0001-01-01", "0001-01-01T00:00:00.000Z", "yyyy-MM-dd"],
    ["9999-12-31", "9999-12-31T00:00:00.000Z", "yyyy-MM-dd"],
    ["2024-2-9", "2024-02-09T00:00:00.000Z", "yyyy-M-d"],
    ["2024/02/09", "2024-02-09T00:00:00.000Z", "yyyy/MM/dd"],
    ["2024.02.09", "2024-02-09T00:00:00.000Z", "yyyy.MM.dd"],
    ["2024-02-09T10:11", "2024-02-09T10:11:00.000Z", "yyyy-MM-dd'T'HH:mm"],
    ["2024-02-09 10:11:12", "2024-02-09T10:11:12.000Z", "yyyy-MM-dd HH:mm:ss"],
    ["2024-02-09T10:11:12.5Z", "2024-02-09T10:11:12.500Z", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"],
    ["2024-02-09T10:11:12,123456789", "2024-02-09T10:11:12.123Z", "yyyy-MM-dd'T'HH:mm:ss.SSS"],
    ["2024-02-09T10:11:12+02:00", "2024-02-09T08:11:12.000Z", "yyyy-MM-dd'T'HH:mm:ssXXX"],
    ["2024-02-09 10:11:12 +0530", "2024-02-09T04:41:12.000Z", "yyyy-MM-dd HH:mm:ss XXX"],
    ["2024-02-09T00:00-08", "2024-02-09T08:00:00.000Z", "yyyy-MM-dd'T'HH:mmXXX"],
    ["2024-02-09 10:11:12 UTC", "2024-02-09T10:11:12.000Z", "yyyy-MM-dd HH:mm:ss XXX"],
    ["9 Feb 2024", "2024-02-09T00:00:00.000Z", "d MMM yyyy"],
    ["09 February 2024", "2024-02-09T00:00:00.000Z", "d MMMM yyyy"],
    ["9-Feb-24", "2024-02-09T00:00:00.000Z", "d-MMM-yy"],
    ["9-FEB-2024", "2024-02-09T00:00:00.000Z", "d-MMM-yyyy"],
    ["09/Feb/2024", "2024-02-09T00:00:00.000Z", "d/MMM/yyyy"],
    ["Feb 9, 2024", "2024-02-09T00:00:00.000Z", "MMM d, yyyy"],
    ["September 30 2024", "2024-09-30T00:00:00.000Z", "MMMM d yyyy"],
    ["Sept 30, 2024", "2024-09-30T00:00:00.000Z", "MMMM d, yyyy"],
    ["May 1, 2024 1:05 PM", "2024-05-01T13:05:00.000Z", "MMM d, yyyy h:mm a"],
    ["2024-05-01 12:00 am", "2024-05-01T00:00:00.000Z", "yyyy-MM-dd h:mm a"],
    ["2024-05-01 12:30:00 p.m.", "2024-05-01T12:30:00.000Z", "yyyy-MM-dd h:mm:ss a"],
    ["1-Jan-69", "1969-01-01T00:00:00.000Z", "d-MMM-yy"],
    ["1-Jan-68", "2068-01-01T00:00:00.000Z", "d-MMM-yy"],
    // E-mail, HTTP.
    ["Thu, 14 Mar 2024 06:03:16 +0000", "2024-03-14T06:03:16.000Z", "EEE, d MMM yyyy HH:mm:ss XXX"],
    ["Thu, 14 Mar 2024 06:03:16 -0730 (PDT)", "2024-03-14T13:33:16.000Z", "EEE, d MMM yyyy HH:mm:ss XXX"],
    ["thu, 14 MAR 2024 06:03:16 GMT", "2024-03-14T06:03:16.000Z", "EEE, d MMM yyyy HH:mm:ss XXX"],
    ["Thu, March 14, 2024", "2024-03-14T00:00:00.000Z", "EEE, MMMM d, yyyy"],
    // C, `date`, Twitter.
    ["Thu Mar 14 06:03:16 2024", "2024-03-14T06:03:16.000Z", "EEE MMM d HH:mm:ss yyyy"],
    ["Mon Mar  4 06:03:16 2024", "2024-03-04T06:03:16.000Z", "EEE MMM d HH:mm:ss yyyy"],
    ["Thu Mar 14 06:03:16 +0130 2024", "2024-03-14T04:33:16.000Z", "EEE MMM d HH:mm:ss XXX yyyy"],
    ["Thu Mar 14 06:03:16 UTC 2024", "2024-03-14T06:03:16.000Z", "EEE MMM d HH:mm:ss XXX yyyy"],
    // JavaScript, as a text and as browsers show it.
    [
      "Thu Mar 14 2024 06:03:16 GMT+0100 (Central European Standard Time)",
      "2024-03-14T05:03:16.000Z",
      "EEE MMM d yyyy HH:mm:ss XXX",
    ],
    ["Thu Mar 14 2024", "2024-03-14T00:00:00.000Z", "EEE MMM d yyyy"],
    ["Mar 14, 2024, 6:03:16 PM", "2024-03-14T18:03:16.000Z", "MMM d, yyyy, h:mm:ss a"],
    ["Mar 14, 2024, 6:03:16\u202fPM", "2024-03-14T18:03:16.000Z", "MMM d, yyyy, h:mm:ss a"],
    ["2024-03-14, 06:03:16", "2024-03-14T06:03:16.000Z", "yyyy-MM-dd, HH:mm:ss"],
    // Web servers, calendars.
    ["14/Mar/2024:06:03:16 +0000", "2024-03-14T06:03:16.000Z", "d/MMM/yyyy:HH:mm:ss XXX"],
    ["20240314T060316Z", "2024-03-14T06:03:16.000Z", "yyyyMMdd'T'HHmmssXXX"],
    ["20240314T060316", "2024-03-14T06:03:16.000Z", "yyyyMMdd'T'HHmmss"],
    ["20240314T0603", "2024-03-14T06:03:00.000Z", "yyyyMMdd'T'HHmm"],
    ["Thu Mar 14 06:03:16 PM UTC 2024", "2024-03-14T18:03:16.000Z", "EEE MMM d h:mm:ss a XXX yyyy"],
    ["20240314T0603Z", "2024-03-14T06:03:00.000Z", "yyyyMMdd'T'HHmmXXX"],
    ["20240314T060316.250+0200", "2024-03-14T04:03:16.250Z", "yyyyMMdd'T'HHmmss.SSSXXX"],
  ];
  for (const [text, instant, format] of table)
    test(text, () => expect(read(text)).toEqual({ dayFirst: instant, monthFirst: instant, format }));
});

describe("dates whose day and month depend on the order", () => {
  const table: readonly (readonly [string, string | null, string | null, string])[] = [
    ["03/04/2024", "2024-04-03", "2024-03-04", "d/M/yyyy"],
    ["13/04/2024", "2024-04-13", null, "d/M/yyyy"],
    ["04/13/2024", null, "2024-04-13", "M/d/yyyy"],
    ["5.5.2024", "2024-05-05", "2024-05-05", "d.M.yyyy"],
    ["31-12-99", "1999-12-31", null, "d-M-yy"],
    ["12.31.99", null, "1999-12-31", "M.d.yy"],
    ["Sun 31/12/2023", "2023-12-31", null, "EEE d/M/yyyy"],
    // The weekday tells.
    ["Fri 01/03/2024", "2024-03-01", null, "EEE d/M/yyyy"],
    ["Wed 01/03/2024", null, "2024-01-03", "EEE M/d/yyyy"],
  ];
  for (const [text, dayFirst, monthFirst, format] of table)
    test(text, () => {
      const midnight = (day: string | null) => (day === null ? null : `${day}T00:00:00.000Z`);
      expect(read(text)).toEqual({ dayFirst: midnight(dayFirst), monthFirst: midnight(monthFirst), format });
    });

  test("a stated order leaves one reading, and makes the other no date", () => {
    const dayFirst = new DateParser("day_first");
    expect(read("03/04/2024 09:30", dayFirst)).toEqual({
      dayFirst: "2024-04-03T09:30:00.000Z",
      monthFirst: null,
      format: "d/M/yyyy HH:mm",
    });
    expect(read("3/4/2024, 9:30:00 AM", dayFirst)).toEqual({
      dayFirst: "2024-04-03T09:30:00.000Z",
      monthFirst: null,
      format: "d/M/yyyy, h:mm:ss a",
    });
    expect(read("04/13/2024", dayFirst)).toBeNull();
    expect(read("13/04/2024", new DateParser("month_first"))).toBeNull();
  });
});

describe("no dates", () => {
  const texts = [
    "2023-02-29",
    "1900-02-29",
    "2024-13-01",
    "2024-00-10",
    "2024-01-00",
    "0000-01-01",
    "32/01/2024",
    "13/13/2024",
    "2024-01-01T24:00:00",
    "2024-01-01 10:60",
    "2024-01-01 10:10:60",
    "2024-01-01 13:00 PM",
    "2024-01-01 0:00 AM",
    "2024-01-01T",
    "2024-01-01 ",
    "2024-01-01  10:00",
    "2024-01-01Z",
    "2024-01/01",
    "1.2.3",
    "192.168.1.10",
    "1 Foo 2024",
    "Mayday 1, 2024",
    "Feb 30, 2024",
    "Febr 2, 2024",
    "2024-01-01 10:00 +19:00",
    "2024-01-01 10:00 +02:60",
    "20240101",
    "12-34-5678",
    "2024-W01-1",
    "１/２/2024",
    "555-12-3456",
    "Mar 2024",
    "10:30",
    "",
    "Thu, 30 Feb 2024",
    "Fri, 14 Mar 2024",
    "Sat 01/03/2024",
    "Mon Mar 14 06:03:16 2024",
    "2024-03-14 10:00Z (not confirmed)",
    "Thu Thu 14 Mar 2024",
    "Thursday, 14 March 2024",
    "Thu,14 Mar 2024",
    "Thu Mar 14 06:03 2024",
    "Thu Mar 14 06:03:16 PDT 2024",
    "Thu, Mar 14 06:03:16 2024",
    "Mar 14 06:03:16 2024",
    "Sun Microsystems",
    "Sat 12",
    "14-Mar-2024:06:03:16",
    "14/03/2024:06:03:16",
    "14/Mar/24:06:03:16",
    "2024-03-14,06:03:16",
    "2024-03-14 06:03:16 (Central European Time)",
    "20240314T",
    "20240314T06",
    "20241314T060316",
    "20240314T060316 PM",
    "202403141T060316",
  ];
  for (const text of texts) test(JSON.stringify(text), () => expect(read(text)).toBeNull());
});

test("the calendar agrees with Date on every day from year 1 to 9999", () => {
  const date = new Date(0);
  date.setUTCFullYear(1, 0, 1);
  let expected = Math.round(date.getTime() / 86_400_000);
  for (let year = 1; year <= 9999; year++)
    for (let month = 1; month <= 12; month++)
      for (let day = 1; day <= 31; day++)
        if (isCalendarDay(year, month, day)) {
          if (daysFromCivil(year, month, day) !== expected) expect.fail(`${year}-${month}-${day}`);
          expected++;
        }
  date.setUTCFullYear(10_000, 0, 1);
  expect(expected).toBe(Math.round(date.getTime() / 86_400_000));
});

test("every format reads what date-fns reads", () => {
  const formats = [
    "yyyy-MM-dd",
    "yyyy/MM/dd",
    "yyyy.MM.dd",
    "yyyy-M-d",
    "d MMM yyyy",
    "d-MMM-yy",
    "d MMMM yyyy",
    "MMM d, yyyy",
    "MMMM d yyyy",
    "d/M/yyyy",
    "d.M.yy",
    "d-M-yyyy",
  ];
  const times = ["", " HH:mm", " HH:mm:ss", "'T'HH:mm:ss", " h:mm a"];
  fc.assert(
    fc.property(
      fc.constantFrom(...formats),
      fc.constantFrom(...times),
      fc.integer({ min: 1, max: 31 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1970, max: 2068 }),
      fc.integer({ min: 0, max: 86_399 }),
      (date, time, day, month, year, second) => {
        const text = writeDate(date + time, year, month, day, second);
        // date-fns reads two-digit years within 50 years of a reference date: from 2019 that is 1969 to 2068.
        const theirs = parseWithDateFns(text, date + time, new Date(2019, 0, 1));
        const ours = new DateParser("day_first").parse(text);
        expect(ours === null, text).toBe(Number.isNaN(theirs.getTime()));
        if (ours === null) return;
        const local = new Date(
          Date.UTC(
            theirs.getFullYear(),
            theirs.getMonth(),
            theirs.getDate(),
            theirs.getHours(),
            theirs.getMinutes(),
            theirs.getSeconds(),
          ),
        );
        expect(ours.dayFirstMs, text).toBe(local.getTime());
      },
    ),
    { numRuns: 2000 },
  );
});

/** Writes any day number, also one that the calendar does not have. */
function writeDate(format: string, year: number, month: number, day: number, second: number): string {
  const name =
    [
      "January",
      "February",
      "March",
      "April",
      "May",
      "June",
      "July",
      "August",
      "September",
      "October",
      "November",
      "December",
    ][month - 1] ?? "";
  const two = (n: number): string => String(n).padStart(2, "0");
  const hour = Math.floor(second / 3600);
  const fields: Record<string, string> = {
    yyyy: String(year),
    yy: two(year % 100),
    MMMM: name,
    MMM: name.slice(0, 3),
    MM: two(month),
    M: String(month),
    dd: two(day),
    d: String(day),
    HH: two(hour),
    h: String(hour % 12 === 0 ? 12 : hour % 12),
    mm: two(Math.floor(second / 60) % 60),
    ss: two(second % 60),
    a: hour < 12 ? "AM" : "PM",
    "'T'": "T",
  };
  return format.replace(/'T'|yyyy|yy|MMMM|MMM|MM|M|dd|d|HH|h|mm|ss|a/g, (symbol) => fields[symbol] ?? symbol);
}

test("an instant is written with as much as its column knows", () => {
  const instant = Date.UTC(2024, 1, 9, 8, 5, 0, 0);
  expect(isoText(instant, false, false)).toBe("2024-02-09");
  expect(isoText(instant, true, false)).toBe("2024-02-09T08:05:00");
  expect(isoText(instant + 7, true, true)).toBe("2024-02-09T08:05:00.007Z");
});

/** Which result stays: the specification of `replaces`, run on the function itself and on every store. */
import type { ContentVersion } from "../../lambda/content-version.ts";
import type { ContentProfile } from "../../lambda/profile/summary.ts";
import { failureOf } from "../fakes/summaries.ts";

export interface StoredRow {
  readonly name: string;
  readonly stored: ContentVersion;
  readonly storedContent?: Partial<ContentProfile>;
  readonly incoming: ContentVersion;
  readonly incomingContent?: Partial<ContentProfile>;
  readonly outcome: "written" | "superseded";
}

const sequencer = (hex: string) => hex.padStart(32, "0").toUpperCase();
const early = "2026-01-01T00:00:00.100Z";
const late = "2026-01-01T00:00:00.200Z";

const version = (
  sequencer: string | null,
  eventTime: string | null,
  etag: string | null,
): ContentVersion => ({ sequencer, eventTime, etag });

const same = version(sequencer("0a"), early, "e1");
const constant = sequencer("0055AED6DCD90281E5");

export const versionTable: readonly StoredRow[] = [
  {
    name: "a later sequencer replaces",
    stored: version(sequencer("0a"), late, "e1"),
    incoming: version(sequencer("0b"), early, "e2"),
    outcome: "written",
  },
  {
    name: "a later sequencer replaces, with the same content too",
    stored: version(sequencer("9"), early, "e1"),
    incoming: version(sequencer("1f"), early, "e1"),
    outcome: "written",
  },
  {
    name: "an earlier sequencer does not, whatever the event time says",
    stored: version(sequencer("1f"), early, "e1"),
    incoming: version(sequencer("9"), late, "e2"),
    outcome: "superseded",
  },
  { name: "the same again is idempotent", stored: same, incoming: same, outcome: "written" },
  {
    name: "a constant sequencer: a later event replaces",
    stored: version(constant, early, "e1"),
    incoming: version(constant, late, "e2"),
    outcome: "written",
  },
  {
    name: "a constant sequencer: a later event replaces, with the same content too",
    stored: version(constant, early, "e1"),
    incoming: version(constant, late, "e1"),
    outcome: "written",
  },
  {
    name: "a constant sequencer: an earlier event does not",
    stored: version(constant, late, "e2"),
    incoming: version(constant, early, "e1"),
    outcome: "superseded",
  },
  {
    name: "a constant sequencer and time: other content replaces",
    stored: version(constant, early, "e1"),
    incoming: version(constant, early, "e2"),
    outcome: "written",
  },
  {
    name: "no sequencer at all: event times decide",
    stored: version(null, late, "e2"),
    incoming: version(null, early, "e1"),
    outcome: "superseded",
  },
  {
    name: "a sequencer known on one side only: event times decide, for the newer",
    stored: version(sequencer("0a"), early, "e1"),
    incoming: version(null, late, "e1"),
    outcome: "written",
  },
  {
    name: "a sequencer known on one side only: event times decide, for the older",
    stored: version(null, late, "e1"),
    incoming: version(sequencer("0a"), early, "e1"),
    outcome: "superseded",
  },
  {
    name: "nothing known: other content replaces",
    stored: version(null, null, "e1"),
    incoming: version(null, null, "e2"),
    outcome: "written",
  },
  {
    name: "nothing known on one side: counts as the same",
    stored: version(null, null, null),
    incoming: version(constant, early, "e1"),
    outcome: "written",
  },
  {
    name: "nothing known of the incoming: counts as the same, and a failure does not replace a profile",
    stored: same,
    incoming: version(null, null, null),
    incomingContent: failureOf("RETRIES_EXHAUSTED"),
    outcome: "superseded",
  },
  {
    name: "a later attempt's time-out does not replace a profile",
    stored: same,
    incoming: same,
    incomingContent: failureOf("TIMEOUT", true),
    outcome: "superseded",
  },
  {
    name: "a later attempt's failure does not replace a file's own error",
    stored: same,
    storedContent: failureOf("QUOTE_NOT_CLOSED", true),
    incoming: same,
    incomingContent: failureOf("OUT_OF_MEMORY"),
    outcome: "superseded",
  },
  {
    name: "a failure does not replace a partial profile",
    stored: same,
    storedContent: failureOf("TIMEOUT", true),
    incoming: same,
    incomingContent: failureOf("RETRIES_EXHAUSTED"),
    outcome: "superseded",
  },
  {
    name: "a partial profile replaces a failure",
    stored: same,
    storedContent: failureOf("OBJECT_NOT_FOUND"),
    incoming: same,
    incomingContent: failureOf("TIMEOUT", true),
    outcome: "written",
  },
  {
    name: "a failure replaces a failure",
    stored: same,
    storedContent: failureOf("OUT_OF_MEMORY"),
    incoming: same,
    incomingContent: failureOf("RETRIES_EXHAUSTED"),
    outcome: "written",
  },
  {
    name: "a profile replaces a failure",
    stored: same,
    storedContent: failureOf("RETRIES_EXHAUSTED"),
    incoming: same,
    outcome: "written",
  },
  {
    name: "a failure of a newer upload replaces the profile of an older",
    stored: version(sequencer("0a"), early, "e1"),
    incoming: version(sequencer("0b"), late, "e2"),
    incomingContent: failureOf("OUT_OF_MEMORY"),
    outcome: "written",
  },
  {
    name: "a profile of an older upload does not replace the failure of a newer",
    stored: version(sequencer("0b"), late, "e2"),
    storedContent: failureOf("OUT_OF_MEMORY"),
    incoming: version(sequencer("0a"), early, "e1"),
    outcome: "superseded",
  },
];

/** The versions of one key as they were uploaded, oldest first, on AWS and on an emulator. */
export const uploadsInOrder: Readonly<Record<string, readonly ContentVersion[]>> = {
  "growing sequencers": ["8", "9", "a", "10"].map((hex, i) => version(sequencer(hex), early, `e${i}`)),
  "a constant sequencer": [0, 1, 2, 3].map((i) =>
    version(constant, `2026-01-01T00:00:0${i}.000Z`, `e${i % 2}`),
  ),
};

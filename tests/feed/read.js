// Feeds in, one JSON line each: what ical.js reads in them. A request is one line of base64; an answer one line of JSON.
import ICAL from "ical.js";
import { createInterface } from "node:readline";

ICAL.design.strict = true;

function texts(part) {
  return Object.fromEntries(
    part.getAllProperties().map((property) => [
      property.name,
      property.getValues().map((value) => (typeof value === "string" ? value : value.toString())),
    ]),
  );
}

function moment(time) {
  return { shown: time.toString(), zone: time.zone?.tzid ?? null, day: time.isDate, utc: time.isDate ? null : time.toUnixTime() };
}

function read(data) {
  const calendar = new ICAL.Component(ICAL.parse(data));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const events = calendar.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    return {
      texts: texts(part),
      start: moment(event.startDate),
      end: moment(event.endDate),
      alarms: part.getAllSubcomponents("valarm").map(texts),
    };
  });
  const parts = calendar.getAllSubcomponents().map((part) => part.name);
  return { head: texts(calendar), events, parts: [...new Set(parts)] };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = read(Buffer.from(line, "base64").toString("utf8"));
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}

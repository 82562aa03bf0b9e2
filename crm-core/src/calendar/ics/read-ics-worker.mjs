// A thread of its own: see read-ics.ts. Plain JavaScript, since Node 20 reads no TypeScript in a worker by itself. It takes the
// components apart and believes nothing of them: ICAL.Event is quadratic, and ICAL.Time makes 1 March of 30 February.
import { parentPort, workerData } from 'node:worker_threads';
import ICAL from 'ical.js';

const { text, mostEvents } = workerData;

const textOf = (component, name) => {
  const value = component.getFirstPropertyValue(name);
  return value === null ? undefined : String(value);
};

/** As it is written: the value, the name of its zone, whether it is a day. */
const timesOf = (property) => {
  const [, parameters, type, ...values] = property.jCal;
  return values.map((value) => ({
    value: String(value),
    ...(parameters.tzid && { zone: String(parameters.tzid) }),
    isDay: type === 'date',
  }));
};
const firstTime = (component, name) => {
  const property = component.getFirstProperty(name);
  return property ? timesOf(property)[0] : undefined;
};

const personOf = (property) => ({
  address: String(property.getFirstValue()),
  name: property.getFirstParameter('cn'),
  state: property.getFirstParameter('partstat'),
});

try {
  const parsed = ICAL.parse(text);
  const roots = (Array.isArray(parsed[0]) ? parsed : [parsed]).map((one) => new ICAL.Component(one));
  const components = roots.flatMap((root) => root.getAllSubcomponents('vevent'));
  const zone = roots.map((root) => textOf(root, 'x-wr-timezone')).find(Boolean);
  if (roots.every(({ name }) => name !== 'vcalendar')) parentPort.postMessage({ problem: 'none' });
  else if (components.length > mostEvents)
    parentPort.postMessage({ problem: 'many', count: components.length });
  else
    parentPort.postMessage({
      ...(zone && { zone }),
      events: components.map((component) => ({
        uid: textOf(component, 'uid'),
        title: textOf(component, 'summary'),
        location: textOf(component, 'location'),
        description: textOf(component, 'description'),
        status: textOf(component, 'status'),
        transparency: textOf(component, 'transp'),
        sequence: Number(textOf(component, 'sequence') ?? 0) || 0,
        start: firstTime(component, 'dtstart'),
        end: firstTime(component, 'dtend'),
        duration: component.getFirstProperty('duration')?.jCal[3],
        recurrenceId: firstTime(component, 'recurrence-id'),
        rule: component.getFirstProperty('rrule')?.toICALString(),
        except: component.getAllProperties('exdate').flatMap(timesOf),
        attendees: component.getAllProperties('attendee').slice(0, 100).map(personOf),
      })),
    });
} catch {
  parentPort.postMessage({ problem: 'damaged' });
}

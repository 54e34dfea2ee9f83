import { useEffect, useMemo, useState } from "preact/hooks";
import { ask, pressed, recorded, timeline } from "./consent.js";
import { HOSPITAL, OTHER_POST, POST, dayOf, holder, hoursAfter, hoursBetween } from "./world.js";
import { Outcome } from "./app.jsx";
import { Alert, Button, H1, H2, H3, Lead, P, Table } from "./nlds.jsx";
import { sentences, spoken } from "./text.js";

const BEFORE = 6;
const AFTER = 84;
const MOST = 80;
const HOLDERS = ["huisarts", "apotheek"];

export function Emergency({ engine, state, change, t }) {
  const { acts, hours, lang } = state;
  const [isRunning, setRunning] = useState(false);
  const standing = useMemo(() => recorded(engine, acts), [engine, acts]);
  const button = hoursAfter(dayOf(acts.length), 10);
  const { profile, refused } = useMemo(() => pressed(engine, standing, button, lang), [engine, standing, lang]);
  const at = hoursAfter(button, hours ?? 0);
  const isPressed = hours !== null;

  useEffect(() => {
    if (!isRunning) return undefined;
    if (hours === null || hours >= MOST) {
      setRunning(false);
      return undefined;
    }
    const timer = setTimeout(() => change({ hours: hours + 1 }, { quiet: true }), 180);
    return () => clearTimeout(timer);
  }, [isRunning, hours]);

  const shown = refused || !isPressed ? standing : profile;
  const instant = isPressed ? at : button;
  const consulters = [
    [t.post, POST],
    [t.otherPost, OTHER_POST],
    [t.hospital, HOSPITAL],
  ];
  const rows = HOLDERS.map((key) => ({
    key,
    name: holder(key)[lang],
    answers: consulters.map(([name, consulter]) => ({ name, ...ask(engine, shown, key, consulter, instant, lang) })),
  }));
  const live = rows.flatMap((row) => row.answers).find(({ decision }) => decision.reason === "emergency_yes");
  const permits = rows.some((row) => row.answers[0].decision.decision === "permit");
  const told = live ? t.left(Math.ceil(hoursBetween(instant, live.decision.valid_until))) : permits ? t.notNeeded : t.over;
  const toggle = () => {
    if (!isRunning && hours >= MOST) change({ hours: 0 }, { quiet: true });
    // Who wants no motion sees the end at once.
    if (!isRunning && matchMedia("(prefers-reduced-motion: reduce)").matches) change({ hours: 72 }, { quiet: true });
    else setRunning(!isRunning);
  };

  const back = () => {
    setRunning(false);
    change({ hours: null }, { focus: "#press" });
  };

  return (
    <>
      <H1 tabIndex={-1}>{t.emergency}</H1>
      <Lead>{t.emergencyStory}</Lead>
      <P>{t.emergencyChoices(acts.length)}</P>
      {!isPressed && (
        <P class="press screen">
          <Button id="press" danger class="emergency" onClick={() => change({ hours: 0 }, { focus: refused ? "#refused" : "#hours" })}>{t.press}</Button>
        </P>
      )}
      {isPressed && refused && (
        <Alert type="error" id="refused" tabIndex={-1} class="refused">
          <P><strong>{t.refused}</strong></P>
          <P>{t.refusedDoctor}</P>
          <blockquote>{refused}</blockquote>
          <P>{t.refusedAdvice}</P>
        </Alert>
      )}
      {isPressed && !refused && (
        <section class="clock" aria-label={t.slider}>
          <P>{t.pressedAt(spoken(t, button))}</P>
          <P class="countdown" role={isRunning ? undefined : "status"}>
            <strong>{t.hour(hours)}</strong> <span>{told}</span>
          </P>
          <label for="hours">{t.slider}</label>
          <input id="hours" type="range" min="0" max={MOST} step="1" value={hours} aria-valuetext={`${t.hour(hours)}: ${told}`}
            onInput={(event) => { setRunning(false); change({ hours: Number(event.currentTarget.value) }, { quiet: true }); }} />
          <P class="buttons screen">
            <Button onClick={toggle}>{isRunning ? t.pause : t.run}</Button>
            <Button onClick={back}>{t.before}</Button>
          </P>
          {HOLDERS.map((key) => (
            <Strip key={key} t={t} name={holder(key)[lang]} button={button} hours={hours}
              spans={timeline(engine, profile, key, hoursAfter(button, -BEFORE), hoursAfter(button, AFTER))} />
          ))}
        </section>
      )}
      {isPressed && refused && (
        <P class="buttons screen"><Button onClick={back}>{t.before}</Button></P>
      )}
      <H2>{t.emergencyTable}</H2>
      <P>{t.now(spoken(t, instant))}</P>
      <Table class="matrix few">
        <caption class="hidden">{t.emergencyTable}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">{t.has}</th>
            {consulters.map(([name]) => <th role="columnheader" scope="col" key={name}>{name}</th>)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr role="row" key={row.key}>
              <th role="rowheader" scope="row">{row.name}</th>
              {row.answers.map(({ name, decision }) => (
                <td role="cell" key={name}>
                  <span class="asker" aria-hidden="true">{name}</span>
                  <Outcome t={t} decision={decision.decision} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      <H3>{t.why}</H3>
      {rows.map((row) => (
        <div key={row.key} class="ground">
          <P><strong>{row.answers[0].text.headline}</strong> {sentences(t, row.answers[0]).join(" ")}</P>
        </div>
      ))}
    </>
  );
}

/** What holds when, drawn to scale; the words say the same. */
function Strip({ t, name, button, spans, hours }) {
  const share = (instant) => ((hoursBetween(button, instant) + BEFORE) / (BEFORE + AFTER)) * 100;
  return (
    <figure class="strip">
      <figcaption>{t.strip(name)}</figcaption>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {spans.map(({ from, until, decision }) => (
          <rect key={from} class={decision === "permit" ? "open" : "shut"} x={share(from)} width={share(until) - share(from)} y={decision === "permit" ? 0 : 4} height={decision === "permit" ? 10 : 2} />
        ))}
        <rect class="now" x={((hours + BEFORE) / (BEFORE + AFTER)) * 100 - 0.3} y="0" width="0.6" height="10" />
      </svg>
      <ul class="spans">
        {spans.map(({ from, until, decision }) => (
          <li key={from}>{t.span(spoken(t, from), spoken(t, until), decision === "permit" ? t.may : t.mayNot)}</li>
        ))}
      </ul>
    </figure>
  );
}

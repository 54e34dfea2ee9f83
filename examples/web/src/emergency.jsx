import { useEffect, useMemo, useState } from "preact/hooks";
import { ask, effectOf, pressed, recorded, timeline } from "./consent.js";
import { AsksOnCard, Head } from "./matrix.jsx";
import { lastHour } from "./state.js";
import { EMERGENCY_HOLDERS, HOSPITAL, OTHER_POST, POST, dayOf, holder, hoursAfter, hoursBetween } from "./world.js";
import { Outcome } from "./app.jsx";
import { Alert, Button, H1, H2, H3, Lead, P, Table } from "./nlds.jsx";
import { sentences, spoken } from "./text.js";

/** How much the picture of the time shows before the button, and after the last hour of the slider. */
const BEFORE = 6;
const AFTER_THE_SLIDER = 4;

export function Emergency({ engine, state, change, t }) {
  const { acts, hours, lang } = state;
  const [isRunning, setRunning] = useState(false);
  const standing = useMemo(() => recorded(engine, acts), [engine, acts]);
  const button = hoursAfter(dayOf(acts.length), 10);
  const { profile, accepted, refused } = useMemo(() => pressed(engine, standing, button, lang), [engine, standing, lang]);
  const lasts = engine.ruleSet.emergency_hours;
  const last = lastHour(engine);
  const at = hoursAfter(button, hours ?? 0);
  const isPressed = hours !== null;
  const isAccepted = accepted.length > 0;
  const nameOf = (key) => holder(key)[lang];
  const names = (keys) => keys.map(nameOf).join(t.and);

  useEffect(() => {
    if (!isRunning) return undefined;
    if (hours === null || hours >= last) {
      setRunning(false);
      return undefined;
    }
    const timer = setTimeout(() => change({ hours: hours + 1 }, { quiet: true }), 180);
    return () => clearTimeout(timer);
  }, [isRunning, hours]);

  const shown = isPressed ? profile : standing;
  const instant = isPressed ? at : button;
  const consulters = [
    [t.post, POST],
    [t.otherPost, OTHER_POST],
    [t.hospital, HOSPITAL],
  ];
  const rows = EMERGENCY_HOLDERS.map((key) => ({
    key,
    name: nameOf(key),
    answers: consulters.map(([name, consulter]) => ({ name, ...ask(engine, shown, key, consulter, instant, lang) })),
  }));
  /** What the button does now, said once for those for whom it does the same. */
  const told = useMemo(() => {
    if (!isPressed) return [];
    const bySentence = new Map();
    for (const key of accepted) {
      const { kind, left } = effectOf(engine, { without: standing, profile, key, button, at });
      const sentence = t.effects[kind]({ left, lasts });
      bySentence.set(sentence, [...(bySentence.get(sentence) ?? []), key]);
    }
    return [...bySentence].map(([sentence, keys]) => (keys.length === EMERGENCY_HOLDERS.length ? sentence : t.for(names(keys), sentence)));
  }, [engine, standing, profile, hours, t]);
  const toggle = () => {
    if (!isRunning && hours >= last) change({ hours: 0 }, { quiet: true });
    // Who wants no motion sees the end at once.
    if (!isRunning && matchMedia("(prefers-reduced-motion: reduce)").matches) change({ hours: lasts }, { quiet: true });
    else setRunning(!isRunning);
  };

  const back = () => {
    setRunning(false);
    change({ hours: null }, { focus: "#press" });
  };

  return (
    <>
      <H1 tabIndex={-1}>{t.emergency}</H1>
      <Lead>{t.emergencyStory(lasts)}</Lead>
      <P>{t.emergencyChoices(acts.length)}</P>
      {!isPressed && (
        <P class="press screen">
          <Button id="press" danger class="emergency" onClick={() => change({ hours: 0 }, { focus: refused.length ? "#refused" : "#hours" })}>{t.press}</Button>
        </P>
      )}
      {isPressed && refused.length > 0 && (
        <Alert type="error" id="refused" tabIndex={-1} class="refused">
          <P><strong>{isAccepted ? t.refusedFor(names(refused.map(({ key }) => key))) : t.refused}</strong></P>
          <P>{t.refusedDoctor}</P>
          <blockquote>{refused[0].refusal}</blockquote>
          <P>{t.refusedAdvice}</P>
          {isAccepted && <P>{t.acceptedFor(names(accepted))}</P>}
        </Alert>
      )}
      {isPressed && isAccepted && (
        <section class="clock" aria-label={t.slider}>
          <P>{t.pressedAt(spoken(t, button))}</P>
          <P class="countdown" role={isRunning ? undefined : "status"}>
            <strong>{t.hour(hours)}</strong> {told.map((sentence) => <span key={sentence}>{sentence} </span>)}
          </P>
          <label for="hours">{t.slider}</label>
          <input id="hours" type="range" min="0" max={last} step="1" value={hours} aria-valuetext={`${t.hour(hours)}: ${told.join(" ")}`}
            onInput={(event) => { setRunning(false); change({ hours: Number(event.currentTarget.value) }, { quiet: true }); }} />
          <P class="buttons screen">
            <Button onClick={toggle}>{isRunning ? t.pause : t.run}</Button>
            <Button onClick={back}>{t.before}</Button>
          </P>
          {accepted.map((key) => (
            <Strip key={key} t={t} name={nameOf(key)} button={button} hours={hours} after={last + AFTER_THE_SLIDER}
              spans={timeline(engine, profile, key, hoursAfter(button, -BEFORE), hoursAfter(button, last + AFTER_THE_SLIDER))} />
          ))}
        </section>
      )}
      {isPressed && !isAccepted && (
        <P class="buttons screen"><Button onClick={back}>{t.before}</Button></P>
      )}
      <H2>{t.emergencyTable}</H2>
      <P>{t.now(spoken(t, instant))}</P>
      <Table class="matrix few">
        <caption class="hidden">{t.emergencyTable}</caption>
        <Head t={t} names={consulters.map(([name]) => name)} />
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr role="row" key={row.key}>
              <th role="rowheader" scope="row">{row.name} <AsksOnCard t={t} /></th>
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
function Strip({ t, name, button, spans, hours, after }) {
  const share = (hour) => ((hour + BEFORE) / (BEFORE + after)) * 100;
  const shareOf = (instant) => share(hoursBetween(button, instant));
  return (
    <figure class="strip">
      <figcaption>{t.strip(name, BEFORE, after)}</figcaption>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {spans.map(({ from, until, decision }) => (
          <rect key={from} class={decision === "permit" ? "open" : "shut"} x={shareOf(from)} width={shareOf(until) - shareOf(from)} y={decision === "permit" ? 0 : 4} height={decision === "permit" ? 10 : 2} />
        ))}
        <rect class="now" x={share(hours) - 0.3} y="0" width="0.6" height="10" />
      </svg>
      <ul class="spans">
        {spans.map(({ from, until, decision }) => (
          <li key={from}>{t.span(spoken(t, from), spoken(t, until), decision === "permit" ? t.may : t.mayNot)}</li>
        ))}
      </ul>
    </figure>
  );
}

import { useMemo } from "preact/hooks";
import { matrix, recorded, whatIf } from "./consent.js";
import { Matrix } from "./matrix.jsx";
import { HOLDERS, dayOf, holder, hoursAfter } from "./world.js";
import { Why } from "./why.jsx";
import { Alert, Button, H1, H2, H3, Lead, P } from "./nlds.jsx";
import { spoken } from "./text.js";

/** A choice as a person says it. */
export function label(t, lang, act, acts) {
  if (act.withdraw !== undefined) {
    const withdrawn = acts[act.withdraw - 1];
    return t.undo(withdrawn && withdrawn.withdraw === undefined ? label(t, lang, withdrawn, acts) : "?");
  }
  const about =
    act.level === "blanket"
      ? t.about.blanket
      : act.level === "categorical"
        ? t.about.categorical(t.groupsShort[act.group])
        : t.about.individual(holder(act.provider)[lang]);
  return `${act.answer === "yes" ? t.Yes : t.No}, ${about}${act.option ? t.onlyFor(act.optionName ?? act.option) : ""}`;
}

/** For an act about one option: who would ask, in words. */
function named(engine, t, act) {
  if (!act?.option) return act;
  const option = engine.catalogue.options.find(({ id }) => id === act.option);
  return { ...act, optionName: option?.consulting_categories.map((code) => t.askers[code]).join(", ") };
}

export function Choices({ engine, state, change, t }) {
  const { acts, lang, isTrying, tried } = state;
  const profile = useMemo(() => recorded(engine, acts), [engine, acts]);
  // What is asked is asked an hour after the last choice; what is tried would be done a day after it.
  const now = hoursAfter(dayOf(Math.max(acts.length - 1, 0)), 1);
  const later = dayOf(acts.length);
  const rows = useMemo(() => matrix(engine, profile, now), [engine, profile]);
  const changes = useMemo(
    () => (isTrying && tried ? whatIf(engine, profile, tried, later, `k${acts.length + 1}`) : null),
    [engine, profile, isTrying, tried],
  );

  const recordedIds = new Map(profile.choices.map((choice) => [choice.id, choice]));
  const isStanding = (act, index) => {
    const choice = recordedIds.get(`k${index + 1}`);
    return act.withdraw === undefined && choice !== undefined && choice.withdrawn_at === undefined;
  };
  /** The last thing that was said about this and was not withdrawn: which button looks pressed. What holds, the engine says. */
  const said = (about) => acts.findLast((act, index) => isStanding(act, index) && about(act));
  const headline = said((act) => act.level === "blanket");
  const group = (name) => said((act) => act.level === "blanket" || act.group === name);
  const provider = (key) => said((act) => act.provider === key && !act.option);

  const doIt = (act, how) => change(isTrying ? { tried: act, why: null } : { acts: [...acts, act], why: null }, how);
  const leave = (changes) => change({ tried: null, isTrying: false, ...changes }, { focus: "#who" });
  const withdrawable = acts.map((act, index) => ({ act, index })).filter(({ act, index }) => isStanding(act, index));
  const pickOwn = () => {
    const last = withdrawable.findLast(({ act }) => act.level === "blanket");
    if (last) doIt({ withdraw: last.index + 1 });
    const groups = document.getElementById("groups");
    groups.open = true;
    groups.querySelector("summary").focus();
  };
  const cells = rows.flatMap((row) => row.cells);
  const counted = (id) => cells.filter((cell) => cell.decided_by === id).length;
  const summary = t.summary(cells.filter((cell) => cell.decision === "permit").length, cells.length);
  const pickedHeadline = headline ? (headline.answer === "yes" ? 0 : 2) : withdrawable.length ? 1 : null;
  const actions = [() => doIt({ answer: "yes", level: "blanket" }), pickOwn, () => doIt({ answer: "no", level: "blanket" })];

  return (
    <>
      <H1 tabIndex={-1}>{t.title}</H1>
      <Lead>{t.intro}</Lead>
      <div class="columns">
        <section class="controls screen" aria-labelledby="choose">
          <H2 id="choose">{t.choose}</H2>
          <P>{t.chooseHelp}</P>
          <ul class="headlines">
            {t.headlines.map(([name, help], index) => (
              <li key={name}>
                <Button class="headline" aria-pressed={pickedHeadline === index} onClick={actions[index]}>
                  <strong>{name}</strong>
                  <span>{help}</span>
                  {pickedHeadline === index && <span class="tag">✓ {t.chosen}</span>}
                </Button>
              </li>
            ))}
          </ul>
          <Button class="echo" onClick={() => document.getElementById("who").scrollIntoView()}>
            {summary} <span aria-hidden="true">↓</span>
          </Button>
          <details id="groups" open={acts.some((act) => act.group) || undefined}>
            <summary>{t.groups}</summary>
            <P>{t.groupsHelp}</P>
            <ul class="pairs">
              {Object.entries(t.groupsShort).map(([name, words]) => {
                const last = group(name);
                return (
                  <Pair key={name} t={t} name={words} answer={last?.level === "categorical" ? last.answer : null}
                    onAnswer={(answer) => doIt({ answer, level: "categorical", group: name })} />
                );
              })}
            </ul>
          </details>
          <details id="providers" open={acts.some((act) => act.provider) || undefined}>
            <summary>{t.providers}</summary>
            <P>{t.providersHelp}</P>
            <ul class="pairs">
              {HOLDERS.map((one) => (
                <Pair key={one.key} t={t} name={one[lang]} answer={provider(one.key)?.answer}
                  onAnswer={(answer) => doIt({ answer, level: "individual", provider: one.key })} />
              ))}
            </ul>
          </details>
          <div class="try">
            <label>
              <input type="checkbox" role="switch" checked={isTrying} onChange={(event) => change({ isTrying: event.currentTarget.checked, tried: null })} />
              <strong>{t.try}</strong>
            </label>
            <P>{t.tryHelp}</P>
          </div>
        </section>

        <section class="picture" aria-labelledby="who">
          <H2 id="who" tabIndex={-1}>{t.who}</H2>
          <P role="status" class="summary">
            <strong>{summary}</strong>
          </P>
          {isTrying && (
            <Alert type="warning" class="whatif" role="status">
              {tried ? (
                <>
                  <P><strong>{t.tryWhat}</strong> {label(t, lang, named(engine, t, tried), acts)}.</P>
                  <P>{t.tryChanges(...moved(changes))}</P>
                  <P class="buttons">
                    <Button main onClick={() => leave({ acts: [...acts, tried] })}>{t.tryDo}</Button>
                    <Button onClick={() => leave({})}>{t.tryLeave}</Button>
                  </P>
                </>
              ) : (
                <P>{t.tryNothing}</P>
              )}
            </Alert>
          )}
          <Matrix rows={rows} changes={changes} t={t} lang={lang} onWhy={(holder, category) => change({ why: { holder, category } })} />
          <P>{t.treats}</P>
          <H3>{t.history}</H3>
          {acts.length === 0 ? (
            <P>{t.historyEmpty}</P>
          ) : (
            <>
              <P>{t.historyHelp}</P>
              <ol class="history">
                {acts.map((act, index) => (
                  <li key={index}>
                    <span class="when">{spoken(t, dayOf(index), false)}</span>
                    <span>
                      {label(t, lang, named(engine, t, act), acts)}
                      {act.withdraw === undefined && (
                        <em> – {isStanding(act, index) ? t.counts(counted(`k${index + 1}`)) : t.withdrawnNow}</em>
                      )}
                    </span>
                    {isStanding(act, index) && (
                      <Button class="screen" onClick={() => doIt({ withdraw: index + 1 }, { focus: "#who" })}>
                        {t.withdraw}<span class="hidden">: {label(t, lang, act, acts)}</span>
                      </Button>
                    )}
                  </li>
                ))}
              </ol>
            </>
          )}
          <P class="buttons screen">
            <Button onClick={() => print()}>{t.print}</Button>
            {acts.length > 0 && <Button onClick={() => leave({ acts: [] })}>{t.restart}</Button>}
          </P>
        </section>
      </div>
      {state.why && (
        <Why engine={engine} profile={profile} why={state.why} at={now} t={t} lang={lang} labelOf={(act) => label(t, lang, named(engine, t, act), acts)}
          onTry={(act) => change({ isTrying: true, tried: act, why: null }, { focus: "#who" })} onClose={() => change({ why: null })} />
      )}
    </>
  );
}

/** How many cells would open, and how many would shut. */
function moved(changes) {
  const to = (outcome) =>
    changes.filter(({ before, after }) => (after.decision === "permit") === outcome && (before.decision === "permit") !== outcome).length;
  return [to(true), to(false)];
}

function Pair({ t, name, answer, onAnswer }) {
  return (
    <li>
      <span>{name}</span>
      <span class="two" role="group" aria-label={name}>
        <Button aria-pressed={answer === "yes"} onClick={() => onAnswer("yes")}>{answer === "yes" && "✓ "}{t.Yes}</Button>
        <Button aria-pressed={answer === "no"} onClick={() => onAnswer("no")}>{answer === "no" && "✓ "}{t.No}</Button>
      </span>
    </li>
  );
}

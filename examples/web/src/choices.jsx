import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import { aboutNotTreating, matrix, moved, optionNames, recorded, whatIf } from "./consent.js";
import { Matrix } from "./matrix.jsx";
import { MOST_ACTS } from "./state.js";
import { HOLDERS, dayOf, holder, hoursAfter } from "./world.js";
import { Why } from "./why.jsx";
import { Alert, Button, H1, H2, H3, Lead, P } from "./nlds.jsx";
import { spoken } from "./text.js";

/** A choice as a person says it. */
export function label(engine, t, lang, act, acts) {
  if (act.withdraw !== undefined) return t.undo(label(engine, t, lang, acts[act.withdraw - 1], acts));
  const about =
    act.level === "blanket"
      ? t.about.blanket
      : act.level === "categorical"
        ? t.about.categorical(t.groupsShort[act.group])
        : t.about.individual(holder(act.provider)[lang]);
  const only = act.option ? t.onlyFor(optionNames(engine, act.option, lang)) : "";
  return `${act.answer === "yes" ? t.Yes : t.No}, ${about}${only}`;
}

export function Choices({ engine, state, change, closeDialog, t }) {
  const { acts, lang, isTrying, tried } = state;
  /** The number of the headline choice that is about to be withdrawn, if it is: that is asked first. */
  const [leaving, setLeaving] = useState(null);
  const profile = useMemo(() => recorded(engine, acts), [engine, acts]);
  // What is asked is asked an hour after the last choice; what is tried would be done a day after it.
  const now = hoursAfter(dayOf(Math.max(acts.length - 1, 0)), 1);
  const later = dayOf(acts.length);
  const nextId = `k${acts.length + 1}`;
  const rows = useMemo(() => matrix(engine, profile, now), [engine, profile]);
  const changesOf = (act) => whatIf(engine, profile, act, later, nextId);
  const changes = useMemo(() => (isTrying && tried ? changesOf(tried) : null), [engine, profile, isTrying, tried]);
  const notTreating = useMemo(() => aboutNotTreating(engine, profile, now, lang), [engine, profile, lang]);
  /** An address keeps no more: what does not fit in it is not done either, so that a reload never shows fewer choices. */
  const isFull = acts.length >= MOST_ACTS;

  const recordedIds = new Map(profile.choices.map((choice) => [choice.id, choice]));
  const isStanding = (act, index) => {
    const choice = recordedIds.get(`k${index + 1}`);
    return act.withdraw === undefined && choice !== undefined && choice.withdrawn_at === undefined;
  };
  /** The last thing that was said about this, if it was not withdrawn: which button looks pressed. What holds, the engine says. */
  const said = (about) => {
    const index = acts.findLastIndex((act) => act.withdraw === undefined && about(act));
    return index >= 0 && isStanding(acts[index], index) ? { ...acts[index], number: index + 1 } : undefined;
  };
  const headline = said((act) => act.level === "blanket");
  const group = (name) => said((act) => act.level === "blanket" || act.group === name);
  const provider = (key) => said((act) => act.provider === key && !act.option);

  const doIt = (act, how) => {
    setLeaving(null);
    if (isTrying) change({ tried: act }, how);
    else if (!isFull) change({ acts: [...acts, act] }, how);
  };
  const leave = (changes) => change({ tried: null, isTrying: false, ...changes }, { focus: "#who" });
  const labelOf = (act) => label(engine, t, lang, act, acts);
  const hasOwn = acts.some((act, index) => act.level !== "blanket" && isStanding(act, index));
  const openGroups = () => {
    const groups = document.getElementById("groups");
    groups.open = true;
    groups.querySelector("summary").focus();
  };
  const withdrawHeadline = () => {
    doIt({ withdraw: headline.number });
    openGroups();
  };
  /** A yes or no to all is never withdrawn without a word: it is asked, or only tried. */
  const pickOwn = () => {
    if (!headline) openGroups();
    else if (isTrying) withdrawHeadline();
    else setLeaving(headline.number);
  };
  const isLeaving = !isTrying && !isFull && headline !== undefined && leaving === headline.number;
  useLayoutEffect(() => {
    if (isLeaving) document.getElementById("leaving").focus();
  }, [isLeaving]);
  const keepHeadline = () => {
    setLeaving(null);
    openGroups();
  };
  const cells = rows.flatMap((row) => row.cells);
  const counted = (id) => cells.filter((cell) => cell.decided_by === id).length;
  const summary = t.summary(cells.filter((cell) => cell.decision === "permit").length, cells.length);
  const pickedHeadline = headline ? (headline.answer === "yes" ? 0 : 2) : hasOwn ? 1 : null;
  const isShut = isFull && !isTrying;
  const actions = [() => doIt({ answer: "yes", level: "blanket" }), pickOwn, () => doIt({ answer: "no", level: "blanket" })];

  return (
    <>
      <H1 tabIndex={-1}>{t.title}</H1>
      <Lead>{t.intro}</Lead>
      <div class="columns">
        <section class="controls screen" aria-labelledby="choose">
          <H2 id="choose">{t.choose}</H2>
          <P>{t.chooseHelp}</P>
          {isFull && (
            <Alert type="warning" class="full">
              <P>{t.full(MOST_ACTS)}</P>
            </Alert>
          )}
          <ul class="headlines">
            {t.headlines.map(([name, help], index) => (
              <li key={name}>
                <Button class="headline" disabled={isShut} aria-pressed={pickedHeadline === index} onClick={actions[index]}>
                  <strong>{name}</strong>
                  <span>{help}</span>
                  {pickedHeadline === index && <span class="tag">✓ {t.chosen}</span>}
                </Button>
              </li>
            ))}
          </ul>
          {isLeaving && (
            <Alert type="warning" id="leaving" tabIndex={-1} class="leaving">
              <P><strong>{t.leaving(labelOf(headline))}</strong></P>
              <P>{t.tryChanges(...moved(changesOf({ withdraw: headline.number })))}</P>
              <P class="buttons">
                <Button main onClick={withdrawHeadline}>{t.leavingDo}</Button>
                <Button onClick={keepHeadline}>{t.leavingKeep}</Button>
              </P>
            </Alert>
          )}
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
                  <Pair key={name} t={t} disabled={isShut} name={words} answer={last?.level === "categorical" ? last.answer : null}
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
                <Pair key={one.key} t={t} disabled={isShut} name={one[lang]} answer={provider(one.key)?.answer ?? null}
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
                  <P><strong>{t.tryWhat}</strong> {labelOf(tried)}.</P>
                  <P>{t.tryChanges(...moved(changes))}</P>
                  <P class="buttons">
                    <Button main disabled={isFull} onClick={() => leave({ acts: [...acts, tried] })}>{t.tryDo}</Button>
                    <Button onClick={() => leave({})}>{t.tryLeave}</Button>
                  </P>
                </>
              ) : (
                <P>{t.tryNothing}</P>
              )}
            </Alert>
          )}
          <Matrix rows={rows} changes={changes} t={t} lang={lang} onWhy={(holder, category) => change({ why: { holder, category } }, { isDialog: true })} />
          <P>{t.treats(notTreating)}</P>
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
                      {labelOf(act)}
                      {act.withdraw === undefined && (
                        <em> – {isStanding(act, index) ? t.counts(counted(`k${index + 1}`)) : t.withdrawnNow}</em>
                      )}
                    </span>
                    {isStanding(act, index) && (
                      <Button class="screen" disabled={isShut} onClick={() => doIt({ withdraw: index + 1 }, { focus: "#who" })}>
                        {t.withdraw}<span class="hidden">: {labelOf(act)}</span>
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
        <Why engine={engine} profile={profile} why={state.why} times={{ at: now, later, id: nextId }} t={t} lang={lang} labelOf={labelOf}
          onTry={(act) => change({ isTrying: true, tried: act, why: null }, { quiet: true, focus: "#who" })} onClose={closeDialog} />
      )}
    </>
  );
}

function Pair({ t, name, answer, disabled, onAnswer }) {
  return (
    <li>
      <span>{name}</span>
      <span class="two" role="group" aria-label={name}>
        <Button disabled={disabled} aria-pressed={answer === "yes"} onClick={() => onAnswer("yes")}>{answer === "yes" && "✓ "}{t.Yes}</Button>
        <Button disabled={disabled} aria-pressed={answer === "no"} onClick={() => onAnswer("no")}>{answer === "no" && "✓ "}{t.No}</Button>
      </span>
    </li>
  );
}

import { ASKERS } from "./world.js";
import { Outcome } from "./app.jsx";
import { Button, Table } from "./nlds.jsx";

/** The id of the button of a cell. */
export const cellId = (key, category) => `vakje-${key}-${category}`;

/** The head of a table: who has the data, and above the names of those who ask that they do. */
export function Head({ t, names }) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" rowSpan={2} class="has">{t.has}</th>
        <th role="columnheader" scope="colgroup" colSpan={names.length} class="asks">{t.asks}</th>
      </tr>
      <tr role="row">
        {names.map((name) => <th role="columnheader" scope="col" key={name} class="column">{name}</th>)}
      </tr>
    </thead>
  );
}

/** The same on a card, where the head of the table is not seen. */
export const AsksOnCard = ({ t }) => <small class="as-cards" aria-hidden="true">{t.asks}:</small>;

/** Who may see what: a table with headers. On a narrow screen each row is a card; the roles keep it a table. */
export function Matrix({ rows, changes, t, lang, onWhy }) {
  const changed = new Map((changes ?? []).map((one) => [`${one.holder.id} ${one.consulting_category}`, one]));
  return (
    <Table class="matrix">
      <caption>
        <span class="as-table">{t.caption} <span class="screen">{t.captionClick}</span></span>
        <span class="as-cards">{t.captionCards} {t.captionClick}</span>
      </caption>
      <Head t={t} names={ASKERS.map(({ category }) => t.columns[category])} />
      <tbody role="rowgroup">
        {rows.map(({ holder, data, cells }) => (
          <tr role="row" key={holder.key}>
            <th role="rowheader" scope="row">
              {holder[lang]} <small>{t.data[data]}</small>
              <AsksOnCard t={t} />
            </th>
            {cells.map((cell) => {
              const change = changed.get(`${holder.id} ${cell.consulting_category}`);
              const moves = change && (change.after.decision === "permit") !== (change.before.decision === "permit");
              const outcome = cell.decision === "permit" ? t.may : t.mayNot;
              return (
                <td role="cell" key={cell.consulting_category} class={moves ? "moves" : undefined}>
                  <span class="asker" aria-hidden="true">{t.columns[cell.consulting_category]}</span>
                  <Button subtle class="cell" id={cellId(holder.key, cell.consulting_category)} onClick={() => onWhy(holder.key, cell.consulting_category)}
                    aria-label={t.cell(holder[lang], t.askers[cell.consulting_category], moves ? `${t.was} ${outcome} ${t.becomes} ${change.after.decision === "permit" ? t.may : t.mayNot}` : outcome)}>
                    {moves ? (
                      <>
                        <span class="was">{t.was} {outcome}</span>{" "}
                        <span class="becomes">{t.becomes}</span>{" "}
                        <Outcome t={t} decision={change.after.decision} />
                      </>
                    ) : (
                      <Outcome t={t} decision={cell.decision} />
                    )}
                  </Button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

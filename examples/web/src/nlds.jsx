// The elements of the NL Design System that the page is made of: its packages have their rules, tokens.css says what they look like.

const named = (...names) => names.filter(Boolean).join(" ");

export const H1 = (rest) => <h1 class="utrecht-heading-1" {...rest} />;
export const H2 = (rest) => <h2 class="utrecht-heading-2" {...rest} />;
export const H3 = (rest) => <h3 class="utrecht-heading-3" {...rest} />;

export const P = ({ class: more, ...rest }) => <p class={named("utrecht-paragraph", more)} {...rest} />;
export const Lead = (rest) => <P class="utrecht-paragraph--lead" {...rest} />;

/** A button; one that is pressed in looks like the main one. */
export function Button({ main, subtle, danger, class: more, ...rest }) {
  const kind = main || danger || rest["aria-pressed"] ? "primary-action" : subtle ? "subtle" : "secondary-action";
  return <button type="button" class={named("utrecht-button", `utrecht-button--${kind}`, danger && "utrecht-button--danger", more)} {...rest} />;
}

/** A message that stands out: `ok`, `warning` or `error`. */
export function Alert({ type, icon, class: more, children, ...rest }) {
  return (
    <div class={named("utrecht-alert", `utrecht-alert--${type}`, more)} {...rest}>
      {icon}
      <div class="utrecht-alert__content">{children}</div>
    </div>
  );
}

/** A table of which the package knows the parts by their place. */
export const Table = ({ class: more, ...rest }) => <table role="table" class={named("utrecht-table utrecht-table--html-table", more)} {...rest} />;

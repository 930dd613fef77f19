/** What a template engine, a replacement pattern or a formatter on the way might take for its own. */
export const templates = [
  `{{constructor.constructor('pwned()')()}}`,
  `\${pwned()}`,
  `#{pwned()}`,
  `<%= pwned() %>`,
  `[[pwned()]]`,
  `{% include "https://canary.invalid/" %}`,
  `$& $1 $\` $' $$ <$&script>pwned()</script>`,
  `$<name> %s %d %c`,
  `__proto__`,
  `<p ng-app ng-csp>{{$eval.constructor('pwned()')()}}</p>`,
  `<div v-html="'<img src=x onerror=pwned()>'">{{ this.constructor.constructor('pwned()')() }}</div>`,
  `\ue000aaaaaaaaaaaaaaaaaaaa-0\ue001<img src=x onerror=pwned()>`,
  `\ue0000\ue001`,
  `<p title="\ue000aaaaaaaaaaaaaaaaaaaa-0\ue001">x</p>`,
  `</title><script>pwned()</script>`,
  `\u2028\u2029</script><script>pwned()</script>`,
]

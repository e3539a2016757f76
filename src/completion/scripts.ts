/**
 * The completion scripts. Each passes the words of the line to `openai __complete` and shows the result. None contains
 * commands, flags or values, so it works with every version of the program.
 */
import type { Shell } from '../spec/types.ts';

/** The raw text, except for the backslash that keeps a template from interpreting `$\{`. */
function script({ raw }: TemplateStringsArray): string {
  return raw.join('').replaceAll('$\\{', '${');
}

const BASH = script`# Completion of openai for bash, written by: openai completion bash
#
# In this shell:  eval "$(openai completion bash)"
# Permanently:    mkdir -p ~/.local/share/bash-completion/completions
#                 openai completion bash > ~/.local/share/bash-completion/completions/openai
# This needs the bash-completion package. Without it, add the first line to ~/.bashrc.

_openai() {
  local rest="$\{COMP_LINE:0:COMP_POINT}" word='' piece bare reply
  local -a words=()
  COMPREPLY=()
  rest="$\{rest#"$\{rest%%[![:space:]]*}"}"
  # bash splits words at colons and equal signs; join them again.
  for piece in "$\{COMP_WORDS[@]}"; do
    bare="$\{rest#"$\{rest%%[![:space:]]*}"}"
    [[ -n $bare ]] || break
    [[ $bare == "$rest" ]] || { words+=("$word"); word=''; }
    [[ $bare == "$piece"* ]] || piece="$bare"
    word+="$piece"
    rest="$\{bare:$\{#piece}}"
  done
  words+=("$word")
  [[ -z $rest ]] || { words+=(''); word=''; }

  local program="$\{words[0]/#\~\//$HOME/}"
  type -P "$program" > /dev/null || program=openai
  reply=$(COMPLETION_STYLE=bash COMPLETION_KEPT=$(($\{#word} - $\{#2})) \
    "$program" __complete -- "$\{words[@]:1}" 2> /dev/null)
  case $? in
    0) ;;
    12) type compopt > /dev/null 2>&1 && compopt -o nospace ;;
    10)
      if type compopt > /dev/null 2>&1; then compopt -o default; else reply=$(compgen -f -- "$2"); fi
      ;;
    13)
      if type compopt > /dev/null 2>&1; then compopt -o dirnames; else reply=$(compgen -d -- "$2"); fi
      ;;
    *) return ;;
  esac
  [[ -n $reply ]] || return
  while IFS= read -r piece; do COMPREPLY+=("$piece"); done <<< "$reply"
}

complete -F _openai openai
`;

const ZSH = script`#compdef openai
# Completion of openai for zsh, written by: openai completion zsh
#
# In this shell:  source <(openai completion zsh)
# Permanently:    openai completion zsh > "$\{fpath[1]}/_openai"
# Then open a new shell. Without "autoload -U compinit && compinit" in ~/.zshrc, add the first line there instead.

_openai() {
  local program="$\{$\{(Q)words[1]}/#\~\//$HOME/}" reply code
  local -a candidates
  (( $+commands[$program] )) || [[ -x $program ]] || program=openai
  reply=$(COMPLETION_STYLE=zsh command "$program" __complete -- "$\{(@Q)words[2,CURRENT-1]}" "$\{(Q)PREFIX}" 2> /dev/null)
  code=$?
  candidates=("$\{(@f)reply}")
  case $code in
    0) _describe 'openai' candidates ;;
    12) _describe 'openai' candidates -S '' ;;
    10) compset -P '-*='; _files ;;
    13) compset -P '-*='; _files -/ ;;
    *) return 1 ;;
  esac
}

if [[ $funcstack[1] == _openai ]]; then
  _openai "$@"
else
  (( $+functions[compdef] )) || { autoload -U compinit && compinit }
  compdef _openai openai
fi
`;

const FISH = script`# Completion of openai for fish, written by: openai completion fish
#
# In this shell:  openai completion fish | source
# Permanently:    openai completion fish > ~/.config/fish/completions/openai.fish

function __openai_complete
    set -l words (commandline -xpc 2>/dev/null; or commandline -opc)
    set -l current (commandline -ct | string unescape; or commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    type -q "$program"; or set program openai
    set -lx COMPLETION_STYLE fish
    set -l reply ($program __complete -- $words "$current" 2>/dev/null)
    switch $status
        case 0 12
            printf '%s\n' $reply
        case 10
            __fish_complete_path (string replace -r '^-[^=]*=' '' -- "$current")
        case 13
            __fish_complete_directories (string replace -r '^-[^=]*=' '' -- "$current")
    end
end

complete -c openai -f -a '(__openai_complete)'
`;

const POWERSHELL = script`# Completion of openai for PowerShell, written by: openai completion powershell
#
# In this shell:  openai completion powershell | Out-String | Invoke-Expression
# Permanently:    add that line to your profile, the file in $PROFILE

Register-ArgumentCompleter -Native -CommandName openai -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition })
    $words = @($before | Select-Object -Skip 1 | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $words += "$wordToComplete".Trim([char[]]@(39, 34))
    $program = $commandAst.GetCommandName()
    $exitCodeBefore = $global:LASTEXITCODE
    try {
        # Older versions lose empty arguments on their way to a program; variables arrive as they are.
        $env:COMPLETION_STYLE = 'powershell'
        $env:COMPLETION_WORDS = $words -join [char]10
        $reply = @(& $program __complete 2>$null)
        $exitCode = $LASTEXITCODE
    } catch {
        $exitCode = 11
    } finally {
        $env:COMPLETION_STYLE = $env:COMPLETION_WORDS = $null
        $global:LASTEXITCODE = $exitCodeBefore
    }
    if ($exitCode -eq 10 -or $exitCode -eq 13) { return }
    if ($exitCode -ne 0 -and $exitCode -ne 12) { return '' }
    foreach ($line in $reply) {
        $value, $hint = $line -split [char]9, 2
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $hint)
    }
}
`;

export const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH, powershell: POWERSHELL };

# complete.zsh FOLDER SCRATCH LINE: what an interactive zsh offers when Tab is typed behind LINE, a line each.
# SCRATCH is a folder for files of its own; what zsh learns there about all completions is kept for the next time.
emulate -L zsh
zmodload zsh/zpty
setup=$2/setup offered=$2/offered
: >$offered
cat >$setup <<EOF
PROMPT=
unsetopt zle_bracketed_paste 2>/dev/null
fpath=(${(q)1} \$fpath)
autoload -Uz compinit && compinit -u -d $2/dump
# What is added is noted; calls that ask what would match are not additions.
compadd() {
	if [[ "\${@[1,(i)(-|--)]}" != *-(O|A|D)* ]]; then
		local -a matches
		builtin compadd -O matches "\$@"
		print -rl -- \$matches >>$offered
	fi
	builtin compadd "\$@"
}
leave() { exit }
comppostfuncs=(leave)
bindkey '^I' complete-word
print ready
EOF
zpty z zsh -f -i
zpty -w z "source $setup"
# What is read back begins with the echo of what was typed.
while zpty -r z said; do
	[[ $said == ready* ]] && break
done
zpty -w -n z "$3"$'\t'
while zpty -r z said; do :; done
sort -u $offered | sed '/^$/d'

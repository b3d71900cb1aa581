"""The command's sub-commands, by what they are about; `bot.cli` puts them together."""

"""The dialogue: Rasa's launcher and channel, the client, and what Rasa calls. Only this room knows Rasa."""

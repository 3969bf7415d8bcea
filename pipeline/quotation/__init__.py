"""Rules about quotations: marks, cues, speakers, and where what is said begins and ends."""

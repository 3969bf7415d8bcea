"""Fine-tune MiniLM on tags, trees and names at once, and export it for the pipeline. Needs torch."""

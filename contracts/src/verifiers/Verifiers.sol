// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ERC7913P256Verifier} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier.sol";
import {ERC7913WebAuthnVerifier} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913WebAuthnVerifier.sol";

/// @notice Verifies a P-256 signature over a digest.
contract P256Verifier is ERC7913P256Verifier {}

/// @notice Verifies a passkey's signature over a digest.
contract PasskeyVerifier is ERC7913WebAuthnVerifier {}

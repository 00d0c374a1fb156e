// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Act, Signer} from "../libraries/Types.sol";

/// @notice A participant's permanent address: its identity, its wallet and its role.
/// @dev A door acts when one of its signers calls `act`, or when anyone relays an act that its signers signed as EIP-712
/// typed data (domain: name "Castor", version "1", the chain, the door). Whatever a relayed act does, its nonce is spent.
interface IDoor {
    /// @notice The act took effect.
    event Performed(uint256 indexed nonce, address indexed target, bytes4 selector);
    /// @notice The act was refused and is spent; `reason` is the typed error, empty when it was too long to keep.
    event Refused(uint256 indexed nonce, bytes reason);
    event SignerAdded(address indexed key, bytes32 x, bytes32 y);
    event SignerRemoved(address indexed key, bytes32 x, bytes32 y);
    /// @notice All earlier signers are void: only those announced after this one count.
    event SignersReplaced(uint64 generation);
    event ThresholdSet(uint8 threshold);

    /// @notice The door is busy with an act; one at a time.
    error DoorBusy();
    /// @notice A frozen participant does nothing; what is due to it waits.
    error DoorFrozen();
    error DoorAlreadyInitialized();
    error DoorOnlyMaster(address caller);
    error DoorOnlySelf(address caller);
    /// @notice The deadline, in chain seconds, has passed.
    error DoorPastDeadline(uint256 deadline, uint256 time);
    error DoorNonceSpent(uint256 nonce);
    /// @notice Nothing is registered for this call at this target.
    error DoorUnknownAct(address target, bytes4 selector);
    /// @notice The call is not a selector followed by whole words.
    error DoorMalformedCall(uint256 length);
    /// @notice The act was given less gas than its type needs to start.
    error DoorGasTooLow(uint256 got, uint256 wanted);
    error DoorTooFewSigners(uint256 got, uint256 wanted);
    error DoorNotASigner(bytes signer);
    error DoorBadSignature();
    error DoorUnknownVerifier(address verifier);
    error DoorSignerExists(address key);
    /// @notice Removing this signer would leave fewer than the door needs.
    error DoorNeedsItsSigners(uint256 left, uint256 wanted);
    error DoorThresholdOutOfRange(uint256 got, uint256 most);
    /// @notice Always raised by `simulate`: how the act would have ended.
    error Simulated(bool ok, bytes reason);

    /// @notice Called once by the kernel when the participant is admitted.
    function initialize(Signer[] calldata signers, uint8 threshold) external;

    /// @notice Perform `a`, called by a signer itself. Refusals revert here, and the nonce is not spent.
    function act(Act calldata a) external;

    /// @notice Perform `a` for its signers; `signers` ascend by their keccak256. A refused act is spent and emits `Refused`.
    function relay(Act calldata a, bytes[] calldata signers, bytes[] calldata signatures) external;

    /// @notice Tell how `a` would end if its signers had signed it: always reverts with `Simulated`, and changes nothing.
    function simulate(Act calldata a) external;

    /// @notice The EIP-712 digest that the signers of `a` sign.
    function digestOf(Act calldata a) external view returns (bytes32);

    function isNonceSpent(uint256 nonce) external view returns (bool);

    /// @notice Whether `signer` (20 bytes, or verifier followed by the point) signs for this door now.
    function isSigner(bytes calldata signer) external view returns (bool);

    /// @notice Whether these are signers of this door, and each signed `digest`; `signers` ascend by their keccak256.
    function areSigned(bytes32 digest, bytes[] calldata signers, bytes[] calldata signatures) external view returns (bool);

    function signerCount() external view returns (uint8);

    function threshold() external view returns (uint8);
}

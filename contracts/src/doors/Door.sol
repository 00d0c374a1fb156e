// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ERC721Holder} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Holder.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IActs} from "../interfaces/IActs.sol";
import {IDoor} from "../interfaces/IDoor.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {Act, ActType, Signer, TypeOfAct} from "../libraries/Types.sol";
import {Signers} from "./Signers.sol";

/// @notice A participant's permanent address. Clones of a role's template; the code never changes.
abstract contract Door is IDoor, IActs, IERC1271, ERC721Holder, Signers {
    using Address for address;

    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant NAME = keccak256("Castor");
    bytes32 private constant VERSION = keccak256("1");
    bytes32 private constant CHALLENGE_TYPE = keccak256("Challenge(bytes32 hash)");
    /// @dev A reason longer than this is not kept: return data must not eat the gas of the refusal's own record.
    uint256 private constant LONGEST_REASON = 512;
    /// @dev What is needed around the act itself: the nonce, the refusal's record.
    uint256 private constant OVERHEAD = 60_000;

    mapping(uint256 word => uint256 bits) private _spentNonces;
    bool private transient _busy;

    modifier onlySelf() {
        require(msg.sender == address(this), DoorOnlySelf(msg.sender));
        _;
    }

    constructor(IMarketMaster master) Signers(master) {}

    /// @inheritdoc IDoor
    function initialize(Signer[] calldata signers, uint8 needed) external {
        require(msg.sender == address(MASTER), DoorOnlyMaster(msg.sender));
        require(threshold == 0, DoorAlreadyInitialized());
        _replaceSigners(signers, needed);
    }

    // -- acting

    /// @inheritdoc IDoor
    function act(Act calldata a) external {
        TypeOfAct memory kind = _check(a);
        bytes memory signer = abi.encodePacked(msg.sender);
        require(isSigner(signer), DoorNotASigner(signer));
        _requireEnough(1, _signersFor(a.target, kind.signers));
        _spendNonce(a.nonce);
        _busy = true;
        this.run(a);
        _busy = false;
        emit Performed(a.nonce, a.target, bytes4(a.call));
    }

    /// @inheritdoc IDoor
    function relay(Act calldata a, bytes[] calldata signers, bytes[] calldata signatures) external {
        TypeOfAct memory kind = _check(a);
        _requireEnough(signers.length, _signersFor(a.target, kind.signers));
        _requireSigned(_digest(a, kind.typeHash), signers, signatures);
        // after the signatures, whose check costs what it costs: whoever relays cannot starve the act of its gas
        require(gasleft() >= kind.gasFloor + OVERHEAD, DoorGasTooLow(gasleft(), kind.gasFloor + OVERHEAD));
        _spendNonce(a.nonce);
        _busy = true;
        (bool ok, bytes memory reason) = _tryRun(a);
        _busy = false;
        if (ok) emit Performed(a.nonce, a.target, bytes4(a.call));
        else emit Refused(a.nonce, reason);
    }

    /// @inheritdoc IDoor
    function simulate(Act calldata a) external {
        _check(a);
        (bool ok, bytes memory reason) = _tryRun(a);
        revert Simulated(ok, reason);
    }

    /// @notice The frame of one act, which may revert; called by the door alone.
    function run(Act calldata a) external onlySelf {
        _mayRun(a.target, bytes4(a.call));
        if (a.target == address(this)) {
            address(this).functionCall(a.call);
            return;
        }
        MASTER.begin(a.target, a.asset, a.most).functionCall(a.call);
        MASTER.end();
    }

    /// @dev A frozen door does nothing; a role may refuse more.
    function _mayRun(address target, bytes4) internal view virtual {
        require(target != address(this) || !MASTER.isFrozen(address(this)), DoorFrozen());
    }

    /// @dev How many signers an act needs whose type asks for `wanted`.
    function _signersFor(address, uint8 wanted) internal view virtual returns (uint8) {
        return wanted;
    }

    function _tryRun(Act calldata a) private returns (bool ok, bytes memory reason) {
        ok = LowLevelCall.callNoReturn(address(this), abi.encodeCall(this.run, (a)));
        if (!ok && LowLevelCall.returnDataSize() <= LONGEST_REASON) reason = LowLevelCall.returnData();
    }

    /// @dev The guards that come before any signature: nothing is spent when one of them refuses.
    function _check(Act calldata a) private view returns (TypeOfAct memory kind) {
        require(!_busy, DoorBusy());
        require(block.timestamp <= a.deadline, DoorPastDeadline(a.deadline, block.timestamp));
        require(!isNonceSpent(a.nonce), DoorNonceSpent(a.nonce));
        require(a.call.length % 32 == 4, DoorMalformedCall(a.call.length));
        kind = MASTER.typeOf(address(this), a.target, bytes4(a.call));
        require(kind.typeHash != 0, DoorUnknownAct(a.target, bytes4(a.call)));
    }

    function _requireEnough(uint256 got, uint8 wanted) private view {
        if (threshold > wanted) wanted = threshold;
        require(got >= wanted, DoorTooFewSigners(got, wanted));
    }

    // -- nonces and digests

    /// @inheritdoc IDoor
    function isNonceSpent(uint256 nonce) public view returns (bool) {
        return _spentNonces[nonce >> 8] & (1 << (nonce & 0xff)) != 0;
    }

    function _spendNonce(uint256 nonce) private {
        _spentNonces[nonce >> 8] |= 1 << (nonce & 0xff);
    }

    /// @inheritdoc IDoor
    function digestOf(Act calldata a) external view returns (bytes32) {
        return _digest(a, MASTER.typeOf(address(this), a.target, bytes4(a.call)).typeHash);
    }

    /// @dev Type hash, target, mandate, the call's words, nonce, deadline: the words of the struct as any wallet hashes them.
    function _digest(Act calldata a, bytes32 typeHash) private view returns (bytes32) {
        bytes32 structHash = keccak256(
            abi.encodePacked(
                typeHash, _word(a.target), _word(a.asset), a.most, a.call[4:], a.nonce, a.deadline
            )
        );
        return _typed(structHash);
    }

    function _word(address account) private pure returns (uint256) {
        return uint160(account);
    }

    function _typed(bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPE, NAME, VERSION, block.chainid, address(this)));
        return MessageHashUtils.toTypedDataHash(domain, structHash);
    }

    /// @notice ERC-1271, for signing in: `signature` is abi.encode(bytes[] signers, bytes[] signatures) over this door's own
    /// typed challenge of `hash`, so that it cannot be used at another door with the same signers.
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (bytes[] memory signers, bytes[] memory signatures) = abi.decode(signature, (bytes[], bytes[]));
        bytes32 digest = _typed(keccak256(abi.encode(CHALLENGE_TYPE, hash)));
        bool valid = signers.length >= threshold && this.areSigned(digest, signers, signatures);
        return valid ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }

    // -- a door's own acts upon its signers

    /// @notice Add a signer to this door.
    function addSigner(address key, bytes32 x, bytes32 y) external onlySelf {
        _addSigner(Signer(key, x, y));
    }

    /// @notice Remove a signer of this door.
    function removeSigner(address key, bytes32 x, bytes32 y) external onlySelf {
        _removeSigner(Signer(key, x, y));
    }

    /// @notice Ask for so many signers in every act of this door.
    function setThreshold(uint8 needed) external onlySelf {
        _setThreshold(needed);
    }

    /// @dev The acts that every door has; `staffed` doors need two signers to change their signers.
    function _signerActs(bool staffed) internal pure returns (ActType[3] memory) {
        uint8 needed = staffed ? 2 : 1;
        return [
            ActType(
                this.addSigner.selector, 120_000, needed,
                "AddSigner(address door,address asset,uint256 most,address key,bytes32 x,bytes32 y,uint256 nonce,uint256 deadline)"
            ),
            ActType(
                this.removeSigner.selector, 100_000, needed,
                "RemoveSigner(address door,address asset,uint256 most,address key,bytes32 x,bytes32 y,uint256 nonce,uint256 deadline)"
            ),
            ActType(
                this.setThreshold.selector, 80_000, needed,
                "SetThreshold(address door,address asset,uint256 most,uint8 needed,uint256 nonce,uint256 deadline)"
            )
        ];
    }
}

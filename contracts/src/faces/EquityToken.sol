// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {IEquityFace} from "../interfaces/IFaces.sol";
import {IEquityRules} from "../interfaces/IRules.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType, Certificate} from "../libraries/Types.sol";
import {Faced} from "./Faced.sol";

/// @notice One share class as ERC-721: each token is a certificate that carries units.
contract EquityToken is IERC721Metadata, IERC721Errors, IEquityFace, Faced {
    using Strings for uint256;

    constructor(IMarketMaster master) Faced(master) {}

    function name() public view override(Faced, IERC721Metadata) returns (string memory) {
        return super.name();
    }

    function symbol() public view override(Faced, IERC721Metadata) returns (string memory) {
        return super.symbol();
    }

    function balanceOf(address owner) external view returns (uint256) {
        require(owner != address(0), ERC721InvalidOwner(owner));
        return MASTER.holdingOf(address(this), owner).certificates;
    }

    function ownerOf(uint256 id) public view returns (address) {
        return _certificate(id).owner;
    }

    function getApproved(uint256 id) external view returns (address) {
        _certificate(id);
        return MASTER.approvedOf(address(this), id);
    }

    function isApprovedForAll(address owner, address spender) external view returns (bool) {
        return MASTER.isApprovedForAll(address(this), owner, spender);
    }

    function approve(address spender, uint256 id) external {
        MASTER.approveCertificate(msg.sender, spender, id);
        emit Approval(ownerOf(id), spender, id);
    }

    function setApprovalForAll(address spender, bool approved) external {
        MASTER.approveAll(msg.sender, spender, approved);
        emit ApprovalForAll(msg.sender, spender, approved);
    }

    function transferFrom(address from, address to, uint256 id) public {
        MASTER.transferCertificate(msg.sender, from, to, id);
    }

    function safeTransferFrom(address from, address to, uint256 id) external {
        safeTransferFrom(from, to, id, "");
    }

    /// @dev Receivers are doors, whose code is the market's own: the question of the standard is asked all the same.
    function safeTransferFrom(address from, address to, uint256 id, bytes memory data) public {
        transferFrom(from, to, id);
        bytes4 answer = IERC721Receiver(to).onERC721Received(msg.sender, from, id, data);
        require(answer == IERC721Receiver.onERC721Received.selector, ERC721InvalidReceiver(to));
    }

    /// @inheritdoc IEquityFace
    function announceTransfer(address from, address to, uint256 id) external onlyMaster {
        emit Transfer(from, to, id);
    }

    /// @notice Split `units` off one's own certificate: the remainder keeps its id, the part gets a new one with the same history.
    function split(uint256 id, uint256 units) external returns (uint256) {
        return MASTER.splitCertificate(msg.sender, id, units);
    }

    /// @notice Merge one's own certificate `id` into `into`: the later lock and acquisition hold for both.
    function merge(uint256 id, uint256 into) external {
        MASTER.mergeCertificates(msg.sender, id, into);
    }

    // -- ERC-7943's questions

    /// @notice Whether `from` may give certificate `id` to `to` now.
    function canTransfer(address from, address to, uint256 id) external view returns (bool) {
        Certificate memory c = MASTER.certificateOf(address(this), id);
        if (from == address(0) || c.owner != from || c.heldBy != address(0) || c.order != 0) return false;
        if (c.epoch != MASTER.faceOf(address(this)).epoch) return false;
        if (!MASTER.isActive(from) || !MASTER.isActive(to)) return false;
        try this.requireTransferable(id, from, to, c.units, c.lockedUntil) {
            return true;
        } catch {
            return false;
        }
    }

    /// @notice Reverts unless the rules of equity in force let the certificate go.
    function requireTransferable(uint256 id, address from, address to, uint256 units, uint64 lockedUntil) external view {
        IEquityRules(MASTER.running("equity")).checkMove(address(this), id, from, to, units, lockedUntil);
    }

    /// @notice Whether an order of the regulator freezes certificate `id` of `account`.
    function getFrozenTokens(address account, uint256 id) external view returns (bool) {
        Certificate memory c = MASTER.certificateOf(address(this), id);
        return c.owner == account && (c.order != 0 || MASTER.isFrozen(account));
    }

    /// @inheritdoc IEquityFace
    function announceSplit(address from, address to, uint256 id) external onlyMaster {
        emit Transfer(address(0), from, id);
        if (from != to) emit Transfer(from, to, id);
    }

    // -- what a certificate carries

    /// @notice The share class of a certificate: this face.
    function classOf(uint256 id) external view returns (address) {
        _certificate(id);
        return address(this);
    }

    function unitsOf(uint256 id) external view returns (uint256) {
        return _certificate(id).units;
    }

    /// @notice All units that `owner` holds, over its certificates.
    function unitsHeldBy(address owner) external view returns (uint256) {
        return MASTER.holdingOf(address(this), owner).units;
    }

    /// @notice All units of the class.
    function totalUnits() external view returns (uint256) {
        return MASTER.faceOf(address(this)).supply;
    }

    /// @notice When the certificate came to its owner, until when it may not be traded, and which one it was split from.
    function historyOf(uint256 id) external view returns (uint64 acquiredAt, uint64 lockedUntil, uint64 parent) {
        Certificate memory c = _certificate(id);
        return (c.acquiredAt, c.lockedUntil, c.parent);
    }

    function tokenURI(uint256 id) external view returns (string memory) {
        string memory json = string.concat(
            '{"name":"', symbol(), " certificate ", id.toString(), '","attributes":[{"trait_type":"units","value":',
            uint256(_certificate(id).units).toString(), "}]}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == type(IERC721).interfaceId || id == type(IERC721Metadata).interfaceId || id == type(IERC165).interfaceId;
    }

    function _certificate(uint256 id) private view returns (Certificate memory c) {
        c = MASTER.certificateOf(address(this), id);
        require(c.owner != address(0), ERC721NonexistentToken(id));
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](6);
        list[0] = ActType(
            this.transferFrom.selector, 250_000, 1,
            "TransferCertificate(address face,address asset,uint256 most,address from,address to,uint256 id,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            bytes4(keccak256("safeTransferFrom(address,address,uint256)")), 260_000, 1,
            "SafeTransferCertificate(address face,address asset,uint256 most,address from,address to,uint256 id,uint256 nonce,uint256 deadline)"
        );
        list[2] = ActType(
            this.approve.selector, 120_000, 1,
            "AllowCertificate(address face,address asset,uint256 most,address spender,uint256 id,uint256 nonce,uint256 deadline)"
        );
        list[3] = ActType(
            this.setApprovalForAll.selector, 120_000, 1,
            "AllowAll(address face,address asset,uint256 most,address spender,bool approved,uint256 nonce,uint256 deadline)"
        );
        list[4] = ActType(
            this.split.selector, 260_000, 1,
            "Split(address face,address asset,uint256 most,uint256 id,uint256 units,uint256 nonce,uint256 deadline)"
        );
        list[5] = ActType(
            this.merge.selector, 180_000, 1,
            "Merge(address face,address asset,uint256 most,uint256 id,uint256 into,uint256 nonce,uint256 deadline)"
        );
    }
}
